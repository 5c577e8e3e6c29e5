/** Small marks used everywhere: cause, conclusion, category, symptom. */
import { Tag } from 'antd';
import { CATEGORY_TEXT, type Category, SYMPTOM_TEXT, type Symptom } from '../../core/complaint.ts';
import { CAUSE_TEXT, type Cause, CONCLUSION_TEXT, type Conclusion } from '../../core/verdict.ts';
import { CONCLUSION_COLOR, causeColor } from '../lib/colors.ts';
import { useLanguage } from '../lib/i18n.tsx';

export function ConclusionTag({ conclusion }: { readonly conclusion: Conclusion }) {
  const { pick } = useLanguage();
  return (
    <Tag color={CONCLUSION_COLOR[conclusion]} variant="solid">
      {pick(CONCLUSION_TEXT[conclusion])}
    </Tag>
  );
}

export function CauseDot({ cause }: { readonly cause: Cause }) {
  const { pick } = useLanguage();
  return (
    <span className="cause">
      <i style={{ background: causeColor(cause) }} aria-hidden />
      {pick(CAUSE_TEXT[cause])}
    </span>
  );
}

export function CategoryTag({ category }: { readonly category: Category }) {
  const { pick } = useLanguage();
  return <Tag color={category === 'hazard' ? 'red' : 'default'}>{pick(CATEGORY_TEXT[category])}</Tag>;
}

export function SymptomTags({ symptoms }: { readonly symptoms: readonly Symptom[] }) {
  const { pick } = useLanguage();
  return (
    <>
      {symptoms.map((s) => (
        <Tag key={s} color="blue">
          {pick(SYMPTOM_TEXT[s])}
        </Tag>
      ))}
    </>
  );
}
