/** A table as a CSV file for the spreadsheet: UTF-8 with BOM, so that Chinese opens right in it. */
export function downloadCsv(name: string, rows: readonly Readonly<Record<string, string | number | null>>[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const cell = (v: string | number | null | undefined) => {
    const text = v === null || v === undefined ? '' : String(v);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const text = [columns.join(','), ...rows.map((r) => columns.map((c) => cell(r[c])).join(','))].join('\r\n');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
