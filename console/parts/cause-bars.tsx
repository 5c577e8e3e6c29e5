/** Probabilities of the causes as bars, largest first; those under one percent are summed up in one line. */
import { CAUSE_TEXT, type Cause } from '../../core/verdict.ts';
import { causeColor } from '../lib/colors.ts';
import { useLanguage } from '../lib/i18n.tsx';

const SMALL = 0.01;

export function CauseBars({ causes }: { readonly causes: Readonly<Partial<Record<Cause, number>>> }) {
  const { pick } = useLanguage();
  const all = (Object.entries(causes) as [Cause, number][]).sort((a, b) => b[1] - a[1]);
  const shown = all.filter(([, p]) => p >= SMALL);
  const rest = all.filter(([, p]) => p < SMALL).reduce((sum, [, p]) => sum + p, 0);
  return (
    <ul className="bars">
      {shown.map(([cause, p]) => (
        <li key={cause}>
          <span>{pick(CAUSE_TEXT[cause])}</span>
          <i>
            <b style={{ width: `${p * 100}%`, background: causeColor(cause) }} />
          </i>
          <span className="num">{(p * 100).toFixed(0)} %</span>
        </li>
      ))}
      {rest > 0.0005 && (
        <li className="rest">
          <span>…</span>
          <i />
          <span className="num">{(rest * 100).toFixed(1)} %</span>
        </li>
      )}
    </ul>
  );
}
