/** Boards as the JSON files Grafana loads: deterministic, keys in the builders' order, ids given here. */
import { BOARDS } from './boards/index.ts';

type Json = Readonly<Record<string, unknown>>;

/** File name → text, for every board. The builders leave ids of rows at 0: each panel gets its place in the list. */
export function generateBoards(): ReadonlyMap<string, string> {
  return new Map(BOARDS.map((board) => [`${board.uid}.json`, boardText(board.build().build() as unknown as Json)]));
}

function boardText(board: Json): string {
  const panels = (board['panels'] as readonly Json[]).map((panel, i) => ({ ...panel, id: i + 1 }));
  return `${JSON.stringify({ ...board, panels }, withoutMarkers, 2)}\n`;
}

/** The query type's marker is a function and no part of the file. */
function withoutMarkers(_key: string, value: unknown): unknown {
  return typeof value === 'function' ? undefined : value;
}
