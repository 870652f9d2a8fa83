/** A document whose lists are too long to hold as one text. */
export interface LongDocument {
  /** What stands before the lists. */
  readonly head: Readonly<Record<string, unknown>>;
  /** In order; their entries are made as they are written. Lists without entries are left out. */
  readonly lists: readonly (readonly [name: string, entries: () => Iterable<object>])[];
  /** What stands behind them. */
  readonly tail?: Readonly<Record<string, unknown>>;
}

/**
 * A document as JSON, piece by piece: one for each entry of its lists.
 *
 * out     the same text as `JSON.stringify` gives with two spaces, and a line end
 */
export function* jsonPieces({ head, lists, tail = {} }: LongDocument): Generator<string> {
  let before = '{\n  ';
  for (const [name, value] of Object.entries(head)) {
    yield `${before}${member(name, value)}`;
    before = ',\n  ';
  }
  for (const [name, entries] of lists) {
    let opening = `${before}${JSON.stringify(name)}: [\n    `;
    for (const entry of entries()) {
      yield `${opening}${indent(entry, '    ')}`;
      opening = ',\n    ';
    }
    if (opening !== ',\n    ') continue;
    yield '\n  ]';
    before = ',\n  ';
  }
  for (const [name, value] of Object.entries(tail)) {
    yield `${before}${member(name, value)}`;
    before = ',\n  ';
  }
  yield '\n}\n';
}

function member(name: string, value: unknown): string {
  return `${JSON.stringify(name)}: ${indent(value, '  ')}`;
}

function indent(value: unknown, space: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${space}`);
}
