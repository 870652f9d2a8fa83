import { type DataPath, filled, type TextFile, type TextLine } from './text-line.ts';

/** A key or list item as a template's text states it. */
export interface SkeletonNode extends TextFile {
  /** 1-based. */
  readonly line: number;
  /** Empty for list items; `filled` in it stands for what is printed. */
  readonly key: string;
  /** What follows the key or the dash on its line, without quotes and comments. */
  readonly text: string;
  /** What it, or part of what it holds, is printed from. */
  readonly refs: DataPath[];
  readonly repeats: boolean;
  readonly keys: SkeletonNode[];
  readonly items: SkeletonNode[];
}

interface Open {
  readonly node: SkeletonNode;
  readonly indent: number;
  readonly isItem: boolean;
}

/** The documents of a template by their indentation alone; of what is no key or item in block style, nothing is there. */
export function readSkeletons(lines: readonly TextLine[]): readonly SkeletonNode[] {
  const documents: SkeletonNode[] = [];
  let open: Open[] = [];
  for (const line of lines) {
    if (line.text.startsWith('#')) continue;
    if (open.length === 0 || isMarker(line)) {
      const { file, entry } = line;
      const place = { file, ...(entry !== undefined && { entry }), line: line.line };
      const root = { ...place, key: '', text: '', refs: [], repeats: line.repeats, keys: [], items: [] };
      open = [{ node: root, indent: -1, isItem: false }];
      documents.push(root);
    }
    if (!isMarker(line)) place(line, open);
  }
  return documents.filter(({ keys, items, refs }) => keys.length + items.length + refs.length > 0);
}

function isMarker({ text, indent }: TextLine): boolean {
  return indent === 0 && /^---(?:\s|$)/.test(text);
}

function place(line: TextLine, open: Open[]): void {
  let { text, indent } = line;
  const of = (): Omit<SkeletonNode, 'key' | 'text'> => {
    const { file, entry, line: number, repeats } = line;
    return { file, ...(entry !== undefined && { entry }), line: number, repeats, refs: [], keys: [], items: [] };
  };
  for (let dash = /^-(?: +|$)/.exec(text)?.[0]; dash !== undefined; dash = /^-(?: +|$)/.exec(text)?.[0]) {
    while (closes(open.at(-1), indent, true)) open.pop();
    text = text.slice(dash.length);
    const isScalar = keyPattern.exec(text) === null && !text.startsWith('- ');
    const node = { ...of(), key: '', text: isScalar ? plain(text) : '' };
    open.at(-1)?.node.items.push(node);
    open.push({ node, indent, isItem: true });
    indent += dash.length;
  }
  const [whole, quoted] = keyPattern.exec(text) ?? [];
  if (whole !== undefined) {
    while (closes(open.at(-1), indent, false)) open.pop();
    const node = { ...of(), key: plain(quoted ?? ''), text: plain(text.slice(whole.length)) };
    node.refs.push(...line.refs);
    open.at(-1)?.node.keys.push(node);
    open.push({ node, indent, isItem: false });
  } else fill(line, text, indent, open);
}

/** Lines of nothing but what is printed belong to what is open around them; a list may stand as deep as its key. */
function fill({ refs, text: whole }: TextLine, text: string, indent: number, open: Open[]): void {
  if (text !== whole) open.at(-1)?.node.refs.push(...refs);
  else if (text.includes(filled)) {
    while ((open.at(-1)?.indent ?? -1) > indent) open.pop();
    const top = open.at(-1);
    top?.node.refs.push(...refs);
    if (top?.indent === indent) open.findLast((each) => each.indent < indent)?.node.refs.push(...refs);
  }
}

function closes(top: Open | undefined, indent: number, isItem: boolean): boolean {
  if (top === undefined || top.indent < indent) return false;
  return top.indent > indent || !isItem || top.isItem;
}

const keyPattern = /^("[^"]*"|'[^']*'|[^\s:#{}[\],"'|>&*!%@-][^:#]*?):(?=\s|$)/;

function plain(text: string): string {
  const bare = text.replace(/(?:^|\s)#.*$/, '').trim();
  return /^"[^"]*"$|^'[^']*'$/.test(bare) ? bare.slice(1, -1) : bare;
}
