/** Names of files that travel together. */

/** Name of the whole: the file's own, or the first one's stem as a zip. */
export function packName(names: readonly string[]): string {
  const [first = 'recording'] = names;
  if (names.length === 1) return first;
  return `${first.replace(/\.[^.]*$/, '')}.zip`;
}

/** Two folders may hold a file of the same name: the later one gets a number in front of its ending. */
export function uniqueNames(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    const [stem, ending] = /^(.*?)(\.[^.]*)?$/.exec(name)?.slice(1) ?? [name, ''];
    let unique = name;
    for (let n = 2; seen.has(unique.toLowerCase()); n++) unique = `${stem}-${n}${ending ?? ''}`;
    seen.add(unique.toLowerCase());
    return unique;
  });
}
