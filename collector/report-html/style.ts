/** Style of the printed page: A4, nothing from outside, page numbers by the printer's own counters. */
import type { Lang } from '../../core/text.ts';

const FONTS: Readonly<Record<Lang, string>> = {
  zh: '"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif',
  en: '"Noto Sans","DejaVu Sans","Helvetica Neue",Arial,"Noto Sans CJK SC",sans-serif',
};

/** `foot` goes into the margin of every page. */
export function style(lang: Lang, foot: string): string {
  const quoted = foot.replace(/[\\"<\p{Cc}]/gu, '');
  return `
@page{size:A4;margin:15mm 14mm 17mm;
 @bottom-left{content:"${quoted}";font:7.5pt ${FONTS[lang]};color:#555}
 @bottom-right{content:counter(page) " / " counter(pages);font:7.5pt ${FONTS[lang]};color:#555}}
*{box-sizing:border-box}
body{font:9pt/1.4 ${FONTS[lang]};color:#111;margin:0 auto;max-width:182mm;background:#fff}
h1{font-size:16pt;line-height:1.2;margin:0 0 2mm}
h2{font-size:10.5pt;margin:5mm 0 1.5mm;padding-bottom:.6mm;border-bottom:.3mm solid #999;break-after:avoid}
table{border-collapse:collapse;width:100%}
th,td{padding:.7mm 1.2mm;text-align:left;vertical-align:top}
th{font-weight:600}
.facts{font-size:8.5pt}.facts th{white-space:nowrap;color:#444;font-weight:400;width:1%}.facts td{padding-right:4mm;width:50%}
.grid th,.grid td{border:.2mm solid #bbb}.grid thead th{background:#eef1f4;font-size:7pt;vertical-align:bottom}
.cells,.list{font-size:7.8pt}.cells tbody th{font-weight:400;white-space:nowrap}
.grid thead{display:table-header-group}.grid tr{break-inside:avoid}.limits tbody{break-inside:avoid}
.limits{font-size:7.4pt;table-layout:fixed}.limits .num{white-space:normal}.limits small{color:#555;display:block;font-size:6.6pt}
.limits th,.limits td{overflow-wrap:break-word;padding:.7mm 1mm}
.num{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}.zero{color:#aaa}
.pass{color:#0b6b2d}.fail{color:#b00020;font-weight:700}.cannot_say{color:#8a5a00}.indicative{color:#555}
.summary{display:flex;gap:3mm;margin:3mm 0}
.summary div{flex:1;border:.3mm solid #bbb;border-radius:1mm;padding:1.5mm 2.5mm}
.summary div.wide{flex:1.5}
.summary b{display:block;font-size:13pt;line-height:1.3}.summary span{font-size:7.8pt;color:#444}
.pair{display:flex;gap:4mm}.pair>div{flex:1;min-width:0}
figure{margin:0;break-inside:avoid}section{break-inside:auto}.keep{break-inside:avoid}
svg{width:100%;display:block}svg text{font-family:inherit;fill:#222}
svg .tick{font-size:8.5px}svg .axis{font-size:9px}svg .limitlabel{font-size:8px;fill:#b00020;paint-order:stroke;stroke:#fff;stroke-width:2.5px}
.c-A{stroke:#b8860b}.c-B{stroke:#1b7f3b}.c-C{stroke:#c0392b}.line{fill:none;stroke-width:1.1}
svg .grid{stroke:#e3e3e3;stroke-width:.6}.frame{fill:none;stroke:#777;stroke-width:.8}
.limit{stroke:#b00020;stroke-width:1;stroke-dasharray:5 3}
.mark{fill:#4527a0}.markline{stroke:#4527a0;stroke-width:.5;opacity:.35}
.event{fill:#4527a0;fill-opacity:.75}.curve{fill:none;stroke-width:1.2}.itic{stroke:#00695c}.f47{stroke:#d35400;stroke-dasharray:4 2}
.foot{font-size:7.5pt;color:#333;margin:1mm 0 0}.notes{font-size:8pt;margin:0;padding-left:4.5mm}.notes li{margin:.6mm 0}
.sign{display:flex;gap:6mm;margin-top:9mm;break-inside:avoid}.sign div{flex:1;border-top:.3mm solid #333;padding-top:1mm;font-size:8pt}
@media screen{body{padding:10mm 0}}
`;
}
