/** Meter profiles that users wrote as YAML: read once at the start, every mistake named by file and path. */
import { readFile } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';
import { OperationalError } from '../../core/assert.ts';
import { METER_PROFILES } from '../meters/index.ts';
import { type MeterProfile, meterProfileSchema, toProfile } from '../meters/profile.ts';

/** Built-in profiles and those of the files, by id. A file may not redefine a built-in one. */
export async function loadProfiles(paths: readonly string[]): Promise<ReadonlyMap<string, MeterProfile>> {
  const profiles = new Map<string, MeterProfile>(METER_PROFILES.map((p) => [p.id, p]));
  for (const path of paths) {
    for (const profile of await readProfiles(path)) {
      if (profiles.has(profile.id)) throw bad(path, [`id: ${profile.id} is taken`]);
      profiles.set(profile.id, profile);
    }
  }
  return profiles;
}

async function readProfiles(path: string): Promise<readonly MeterProfile[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new OperationalError(`meter profile ${path} can't be read`, { retryable: false, cause });
  }
  const documents = parseAllDocuments(text);
  return documents.map((document) => {
    if (document.errors.length > 0)
      throw bad(
        path,
        document.errors.map((e) => e.message),
      );
    const parsed = meterProfileSchema.safeParse(document.toJS());
    if (!parsed.success)
      throw bad(
        path,
        parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`),
      );
    return toProfile(parsed.data);
  });
}

function bad(path: string, faults: readonly string[]): OperationalError {
  return new OperationalError(`meter profile ${path}: ${faults.join('; ')}`, { retryable: false });
}
