/** Why a recording was not opened, in a sentence. */
import { ApiError } from '../../correlator/contract/client.ts';
import { failureText } from '../lib/api.ts';
import type { useLanguage } from '../lib/i18n.tsx';
import { UPLOAD_MAX_BYTES, UploadError } from './upload.ts';

const TOO_LARGE = 413;
const UNAVAILABLE = 503;

export function openFailure(error: unknown, { t, lang }: Pick<ReturnType<typeof useLanguage>, 't' | 'lang'>): string {
  const tooLarge = () => t('rec.failLarge', { mb: UPLOAD_MAX_BYTES >> 20 });
  if (error instanceof UploadError) {
    if (error.why === 'too-large') return tooLarge();
    return t(error.why === 'empty' ? 'rec.failEmpty' : 'rec.failUnreadable', { file: error.message });
  }
  if (error instanceof ApiError) {
    if (error.status === TOO_LARGE) return tooLarge();
    return error.status === UNAVAILABLE ? t('rec.failBusy') : failureText(error, lang);
  }
  return error instanceof TypeError ? t('rec.failOffline') : failureText(error, lang);
}
