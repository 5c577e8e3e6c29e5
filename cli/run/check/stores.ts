/** Can the stores be opened and do they keep our times? Is the spool free and does it have room? */

import { existsSync, readdirSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Meter } from '../../../core/network.ts';
import { openRecordStore, openSeriesStore } from '../../../storage/main.ts';
import type { Config } from '../config.ts';
import { reasonOf } from '../log.ts';
import { embeddedStores } from '../system.ts';
import type { Finding } from './finding.ts';

export interface StoreCheck {
  readonly findings: readonly Finding[];
  /** Meters of the network; null where the store could not be read. */
  readonly meters: readonly Meter[] | null;
}

const MB = 1024 * 1024;

export async function checkStores(config: Config): Promise<StoreCheck> {
  const stores = config.stores ?? embeddedStores(config.data);
  const findings: Finding[] = [];
  const sinks = Array.isArray(stores.series) ? stores.series : [stores.series];
  for (const sink of sinks) {
    const subject = `series store ${sink.kind}`;
    if (sink.kind === 'duckdb' && !existsSync(sink.path)) {
      findings.push(notMadeYet(subject, sink.path));
      continue;
    }
    try {
      await (await openSeriesStore(sink)).close();
      const text = {
        en: 'opens; a point of each precision was written and read back',
        zh: '可以打开；各种时间精度的测试点均已写入并读回',
      };
      findings.push({ subject, state: 'ok', text });
    } catch (error) {
      findings.push(notOpened(subject, error));
    }
  }
  const { meters, finding } = await readMeters(stores.records);
  return { findings: [...findings, finding, await spoolFinding(config)], meters };
}

async function readMeters(
  records: NonNullable<Config['stores']>['records'],
): Promise<{ meters: readonly Meter[] | null; finding: Finding }> {
  const subject = `record store ${records.kind}`;
  if (records.kind === 'pglite' && !existsSync(records.dir)) {
    return { meters: null, finding: notMadeYet(subject, records.dir) };
  }
  try {
    const store = await openRecordStore(records);
    try {
      const meters = (await store.loadCase())?.meters ?? [];
      const text =
        meters.length > 0
          ? { en: `opens; ${meters.length} meters are registered`, zh: `可以打开；已登记 ${meters.length} 个表计` }
          : {
              en: 'opens, but no meter is registered: import the network first (gridwitness import network …)',
              zh: '可以打开，但尚未登记任何表计：请先导入网络（gridwitness import network …）',
            };
      return { meters, finding: { subject, state: meters.length > 0 ? 'ok' : 'warning', text } };
    } finally {
      await store.close();
    }
  } catch (error) {
    return { meters: null, finding: notOpened(subject, error) };
  }
}

/** Checking makes nothing: the first start does. */
function notMadeYet(subject: string, path: string): Finding {
  const text = { en: `is made at the first start, in ${path}`, zh: `首次启动时在 ${path} 建立` };
  return { subject, state: 'skipped', text };
}

/** An embedded store that a running server holds is as it should be. */
function notOpened(subject: string, error: unknown): Finding {
  const reason = reasonOf(error);
  if (!/is held by process/.test(reason)) return { subject, state: 'error', text: { en: reason, zh: reason } };
  const text = {
    en: `in use by a running server, not looked into (${reason})`,
    zh: `正被运行中的服务使用，未检查（${reason}）`,
  };
  return { subject, state: 'skipped', text };
}

async function spoolFinding(config: Config): Promise<Finding> {
  const dir = join(config.data, 'spool');
  const quotaMb = config.collector?.spoolQuotaMb ?? 0;
  const usedMb = existsSync(dir)
    ? readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0) / MB
    : 0;
  const freeMb = await freeOf(dir);
  const said = `${usedMb.toFixed(0)} of ${quotaMb} MB used, ${freeMb.toFixed(0)} MB free on the disk`;
  const saidZh = `已用 ${usedMb.toFixed(0)} / ${quotaMb} MB，磁盘剩余 ${freeMb.toFixed(0)} MB`;
  const subject = `spool ${dir}`;
  if (quotaMb - usedMb > freeMb) {
    const en = `${said}: the disk is full before the spool's limit is`;
    return { subject, state: 'warning', text: { en, zh: `${saidZh}：磁盘会先于暂存上限写满` } };
  }
  if (usedMb > quotaMb / 2) {
    const en = `${said}: more than half full, a store does not take what comes in`;
    return { subject, state: 'warning', text: { en, zh: `${saidZh}：已超过一半，存储未能及时接收` } };
  }
  return { subject, state: 'ok', text: { en: said, zh: saidZh } };
}

/** Free space where the folder is, or will be. */
async function freeOf(dir: string): Promise<number> {
  let at = dir;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  const { bavail, bsize } = await statfs(at);
  return (bavail * bsize) / MB;
}
