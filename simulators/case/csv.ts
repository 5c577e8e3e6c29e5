/** Rows to CSV text: quotes where needed, empty for unknown. */
export type Cell = string | number | boolean | null | undefined;

export function csv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `${[columns.join(','), ...rows.map((r) => r.map(field).join(','))].join('\n')}\n`;
}

function field(value: Cell): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'number' ? numberText(value) : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const numberText = (x: number): string => (Number.isFinite(x) ? String(Math.round(x * 1e6) / 1e6) : '');
