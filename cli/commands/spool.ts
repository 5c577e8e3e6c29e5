/** `gridwitness spool inspect|verify`: what lies in the spool and who has read how far, while the collector runs. */
import { configBytes } from '../../collector/config.ts';
import type { Command } from '../command.ts';
import { type Row, table, writeJsonLines } from '../output.ts';
import { loadConfig } from '../run/config.ts';
import {
  entryLine,
  isDamaged,
  readerLines,
  segmentLines,
  spoolDirOf,
  spoolLine,
  viewSpool,
} from '../run/spool-report.ts';
import { badUse } from '../shared-options.ts';

const ZONE = 'Asia/Shanghai';

export const command: Command = {
  configure(c) {
    c.description('segments, readers and damage of the spool; reads only, the collector may run')
      .argument(
        '<inspect|verify>',
        'inspect: show what is there; verify: exit 1 where a checksum or an offset is wrong',
      )
      .option('--data <dir>', 'data folder, or the folder of the spool itself')
      .option('--config <file>', 'configuration that names the data folder', 'gridwitness.yaml')
      .option('--records <n>', 'list so many records', '0')
      .option('--from <offset>', 'from this offset on', '0')
      .option('--json', 'JSON lines instead of tables');
  },
  async run([what = ''], options) {
    if (what !== 'inspect' && what !== 'verify') return badUse(`expected inspect or verify, got ${what}`);
    const records = wholeNumber(options['records']);
    const from = wholeNumber(options['from']);
    if (records === null || from === null) return badUse('--records and --from: expected whole numbers from 0 on');
    const place = await placeOf(options);
    const view = await viewSpool(await spoolDirOf(place.data), place.quotaBytes, { records, from });
    const shown = {
      spool: [spoolLine(view)],
      segments: segmentLines(view, place.zone),
      readers: readerLines(view, Date.now(), place.zone),
      records: view.entries.map((e) => entryLine(e, place.zone)),
    };
    const parts = Object.values(shown).filter((rows) => rows.length > 0);
    if (options['json'] === true) await writeJsonLines(parts.flat());
    else process.stdout.write(`${parts.map((rows) => table(rows.map(withoutType))).join('\n\n')}\n`);
    if (what === 'inspect') return 0;
    const damaged = isDamaged(view);
    process.stderr.write(damaged ? 'damage found: see broken, missing and trouble\n' : 'every record is whole\n');
    return damaged ? 1 : 0;
  },
};

async function placeOf(options: Readonly<Record<string, unknown>>) {
  const { data } = options;
  if (typeof data === 'string') return { data, quotaBytes: null, zone: ZONE };
  const config = await loadConfig(String(options['config']));
  const quotaBytes = config.collector === undefined ? null : configBytes(config.collector);
  return { data: config.data, quotaBytes, zone: config.zone };
}

function wholeNumber(value: unknown): number | null {
  const text = String(value ?? '0');
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function withoutType({ type: _, ...row }: Row): Row {
  return row;
}
