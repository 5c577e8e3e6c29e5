/** The three states every list and card has besides its content: loading, empty, failed. */
import { Alert, Button, Empty, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { failureText } from '../lib/api.ts';
import { useLanguage } from '../lib/i18n.tsx';

interface Query {
  readonly isPending: boolean;
  readonly error: unknown;
  /** Of the newest try, also while the next one is under way. */
  readonly failureReason: unknown;
  readonly refetch: () => unknown;
}

/** Shows skeleton, error with a retry, or the children. Old data stay on the screen while a refresh fails. */
export function Loaded<T>(props: {
  readonly query: Query & { readonly data: T | undefined };
  readonly rows?: number;
  readonly children: (data: T) => ReactNode;
}) {
  const { t, lang } = useLanguage();
  const { query } = props;
  if (query.data !== undefined) return <>{props.children(query.data)}</>;
  // A busy live stream starts the next try before the last one has given up: the failure is said all the same.
  const failure = query.error ?? query.failureReason;
  if (failure) {
    return (
      <Alert
        type="error"
        showIcon
        title={t('state.error')}
        description={failureText(failure, lang)}
        action={<Button onClick={() => query.refetch()}>{t('state.retry')}</Button>}
      />
    );
  }
  return <Skeleton active title={false} paragraph={{ rows: props.rows ?? 4 }} />;
}

export function Nothing({ text }: { readonly text: string }) {
  return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text} />;
}
