import { type Document, isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';

/** A place in a text, both 1-based. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Something wrong with the text as YAML. */
export interface YamlProblem extends TextPosition {
  readonly message: string;
}

/** A YAML document that knows where each of its values stands. */
export interface PositionedYaml {
  readonly value: unknown;
  readonly problems: readonly YamlProblem[];
  /**
   * Where the value at a path stands; its key where it is a value of a mapping.
   * A path that leads nowhere gives the nearest place on the way.
   */
  positionOf(path: readonly PropertyKey[]): TextPosition;
  /** The scalar at a path as it is written (`1.10` and not 1.1); undefined where there is none. */
  textOf(path: readonly PropertyKey[]): string | undefined;
}

/** Aliases that a document may expand to, against documents that explode. */
const maxAliases = 100;

/**
 * Reads one YAML document for people who want to know which line is wrong: configurations, exceptions.
 *
 * in      text of one document; YAML 1.2
 * out     its value (undefined where it has problems) and the position of each part
 * cost    slower than `formats/yaml`; for files that people write by hand
 */
export function readPositionedYaml(text: string): PositionedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number): TextPosition => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems: YamlProblem[] = document.errors.map((error) => ({ message: error.message, ...at(error.pos[0]) }));
  const { value, problem } = problems.length > 0 ? {} : toValue(() => document.toJS({ maxAliasCount: maxAliases }));
  if (problem) problems.push({ message: problem, line: 1, column: 1 });
  return {
    value,
    problems,
    positionOf: (path) => at(findOffset(document.contents, path)),
    textOf: (path) => textAt(document, path),
  };
}

function textAt(document: Document, path: readonly PropertyKey[]): string | undefined {
  const node = document.getIn(path, true);
  return isScalar(node) ? (node.source ?? String(node.value)) : undefined;
}

function toValue(convert: () => unknown): { value?: unknown; problem?: string } {
  try {
    return { value: convert() };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function findOffset(root: Node | null, path: readonly PropertyKey[]): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step));
      if (!pair) return offset;
      offset = isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      node = pair.value;
    } else if (isNode(node) && 'items' in node && Array.isArray(node.items)) {
      node = node.items[Number(step)];
      if (!isNode(node)) return offset;
      offset = node.range?.[0] ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}
