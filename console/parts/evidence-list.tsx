/** The sum itself: each row of evidence with its weight in log2, the numbers that made it and the facts it used. */
import { useState } from 'react';
import type { EvidenceItem } from '../../correlator/contract/verdict.ts';
import { useLanguage } from '../lib/i18n.tsx';

const MIN_SCALE = 2;

export function EvidenceList({ evidence }: { readonly evidence: readonly EvidenceItem[] }) {
  const { t } = useLanguage();
  const scale = Math.max(MIN_SCALE, ...evidence.map((e) => Math.abs(e.logLr)));
  const rows = [...evidence].sort((a, b) => Math.abs(b.logLr) - Math.abs(a.logLr));
  const total = evidence.reduce((sum, e) => sum + e.logLr, 0);
  return (
    <section className="evidence">
      <h3>{t('verdict.evidence')}</h3>
      <small>{t('verdict.evidenceHint')}</small>
      <table>
        <tbody>
          {rows.map((item) => (
            <Row key={`${item.kind}|${item.text.en}`} item={item} scale={scale} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={2}>{t('verdict.total')}</td>
            <td className="num">{signed(total)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function Row({ item, scale }: { readonly item: EvidenceItem; readonly scale: number }) {
  const { t, pick } = useLanguage();
  const [open, setOpen] = useState(false);
  const half = (Math.min(Math.abs(item.logLr), scale) / scale) * 50;
  const numbers = Object.entries(item.numbers);
  return (
    <tr className={item.logLr < 0 ? 'against' : 'for'}>
      <td>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {pick(item.text)}
        </button>
        {open && (
          <dl>
            {numbers.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="num">{typeof value === 'number' ? Number(value.toPrecision(5)) : (value ?? '–')}</dd>
              </div>
            ))}
            <div>
              <dt>{t('verdict.facts')}</dt>
              <dd>{item.facts.length === 0 ? '–' : item.facts.join(', ')}</dd>
            </div>
          </dl>
        )}
      </td>
      <td className="weight" title={item.logLr < 0 ? t('verdict.against') : t('verdict.for')}>
        <i style={item.logLr < 0 ? { right: '50%', width: `${half}%` } : { left: '50%', width: `${half}%` }} />
      </td>
      <td className="num">{signed(item.logLr)}</td>
    </tr>
  );
}

function signed(x: number): string {
  return `${x > 0 ? '+' : x < 0 ? '−' : ''}${Math.abs(x).toFixed(1)}`;
}
