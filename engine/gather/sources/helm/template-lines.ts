import { readActions, type TemplateAction } from '../../../formats/go-template/read-actions.ts';
import { type DataPath, filled, type TextFile, type TextLine } from '../text-line.ts';

/** A text that others include by name. */
export interface NamedTemplate extends TextFile {
  readonly text: string;
  /** 1-based line of its first character. */
  readonly line: number;
}

/** Deeper includes, and more lines, are left to whoever reads the nearest ones. */
const limits = { depth: 8, lines: 20_000 };

/** The named templates in a file. */
export function findNamed(place: TextFile, text: string): ReadonlyMap<string, NamedTemplate> {
  const found = new Map<string, NamedTemplate>();
  const open: (readonly [name: string | undefined, action: TemplateAction])[] = [];
  for (const action of readActions(text)) {
    const word = wordOf(action.code);
    if (opening.has(word)) open.push([/^define\s+"([^"]+)"/.exec(action.code)?.[1], action]);
    const [name, begin] = (word === 'end' && open.pop()) || [];
    if (name === undefined || !begin) continue;
    found.set(name, {
      ...place,
      text: text.slice(begin.end, action.start),
      line: text.slice(0, begin.end).split('\n').length,
    });
  }
  return found;
}

/**
 * The lines that a template may print, with those of the named templates that it includes at the place where they are printed. Both sides of
 * a condition are there, and what is repeated is there once.
 *
 * in      the template; named templates of the chart and all charts around it
 * cost    one pass over it and what it includes, which is bounded
 */
export function readTemplateLines(template: NamedTemplate, named: ReadonlyMap<string, NamedTemplate>): readonly TextLine[] {
  const lines: TextLine[] = [];
  expand(template, { root: [], indent: 0, depth: 0, repeats: false }, { named, lines });
  return lines;
}

interface Output {
  readonly named: ReadonlyMap<string, NamedTemplate>;
  readonly lines: TextLine[];
}

/** How a text is executed. */
interface Call {
  /** What it is handed; undefined where that is made up on the way. */
  readonly root: DataPath | undefined;
  readonly indent: number;
  readonly depth: number;
  readonly repeats: boolean;
}

/** A control structure that is open. */
interface Frame {
  readonly word: string;
  dot: DataPath | undefined;
}

/** What stands around a place in a template. */
interface Scope {
  readonly root: DataPath | undefined;
  readonly frames: Frame[];
  readonly variables: Map<string, DataPath | undefined>;
}

const opening = new Set(['if', 'with', 'range', 'define', 'block']);

function expand(template: NamedTemplate, call: Call, output: Output): void {
  const { text, line: first, ...rest } = template;
  const place: TextFile = { file: rest.file, ...(rest.entry !== undefined && { entry: rest.entry }) };
  const actions = [...readActions(text)];
  const scope: Scope = { root: call.root, frames: [], variables: new Map() };
  let next = 0;
  for (const [index, masked] of mask(text, actions).split('\n').entries()) {
    const printed: { code: string; refs: readonly DataPath[]; dot: DataPath | undefined }[] = [];
    let isRepeated = call.repeats;
    const said = masked.replaceAll(filled, () => {
      const { code = '' } = actions[next++] ?? {};
      isRepeated ||= isIn(scope, 'range') || wordOf(code) === 'range';
      if (control(code, scope)) return '';
      printed.push({ code, refs: readRefs(code, scope), dot: callee(code, scope) });
      return filled;
    });
    const content = said.trim();
    if (content === '' || isIn(scope, 'define') || output.lines.length >= limits.lines) continue;
    const only = content.replace(/^(?:- +)*(?:[^\s:]+:)? */, '') === filled ? printed[0] : undefined;
    const width = said.length - said.trimStart().length;
    const stated = only && indentOf(only.code);
    const isPrinted = content.replaceAll(filled, '') === '';
    const own = isPrinted ? (stated ?? Number.POSITIVE_INFINITY) : width;
    output.lines.push({
      ...{ ...place, line: first + index, indent: call.indent + own, text: content },
      ...{ refs: printed.flatMap(({ refs }) => refs), repeats: isRepeated },
    });
    const name = only && /^(?:include|template)\s+"([^"]+)"/.exec(only.code)?.[1];
    const inner = name === undefined ? undefined : output.named.get(name);
    const indent = stated ?? (isPrinted ? width : undefined);
    if (!inner || indent === undefined || !only || call.depth >= limits.depth) continue;
    expand(inner, { root: only.dot, indent: call.indent + indent, depth: call.depth + 1, repeats: isRepeated }, output);
  }
}

/** Every action as one character, so that lines stay lines. */
function mask(text: string, actions: readonly TemplateAction[]): string {
  let masked = '';
  let end = 0;
  for (const action of actions) {
    const lines = text.slice(action.start, action.end).split('\n').length - 1;
    masked += text.slice(end, action.start).replaceAll(filled, ' ') + filled + '\n'.repeat(lines);
    end = action.end;
  }
  return (masked + text.slice(end).replaceAll(filled, ' ')).replaceAll('\r', '');
}

/** Follows an action that prints nothing; false for one that prints. */
function control(code: string, scope: Scope): boolean {
  const word = wordOf(code);
  const variable = /^(\$\w+)\s*:?=\s*(.*)$/s.exec(code);
  const outer = scope.frames.at(-2)?.dot ?? scope.root;
  const top = scope.frames.at(-1);
  if (variable) scope.variables.set(variable[1] ?? '', readRefs(variable[2] ?? '', scope)[0]);
  else if (word === 'end') scope.frames.pop();
  else if (word === 'else' && top) top.dot = top.word === 'with' ? outer : top.dot;
  else if (opening.has(word)) scope.frames.push({ word, dot: dotIn(code, word, scope) });
  else return code.startsWith('/*') || word === 'else';
  return true;
}

function dotIn(code: string, word: string, scope: Scope): DataPath | undefined {
  const [, variable, expression = ''] = /^\w+\s+(?:(\$\w+)\s*:=\s*)?(.*)$/s.exec(code) ?? [];
  const [path] = readRefs(expression, scope);
  if (variable !== undefined) scope.variables.set(variable, path);
  if (word === 'range') return undefined;
  return word === 'with' ? path : dotOf(scope);
}

function dotOf({ frames, root }: Scope): DataPath | undefined {
  const top = frames.at(-1);
  return top ? top.dot : root;
}

function isIn({ frames }: Scope, word: string): boolean {
  return frames.some((frame) => frame.word === word);
}

const reference = /(?<![\w.)\]$])(?:(\$\w*)((?:\.[A-Za-z_]\w*)*)|((?:\.[A-Za-z_]\w*)+)|(\.)(?![\w.]))/g;

/** What an expression is made from; names of what is made up on the way are left out. */
function readRefs(code: string, scope: Scope): readonly DataPath[] {
  const bare = code.replaceAll(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '""');
  return [...bare.matchAll(reference)].flatMap(([, variable, below = '', dotted = '']) => {
    const base = variable === undefined ? dotOf(scope) : variable === '$' ? scope.root : scope.variables.get(variable);
    return base ? [[...base, ...(below || dotted).split('.').filter(Boolean)]] : [];
  });
}

/** What an include hands over. */
function callee(code: string, scope: Scope): DataPath | undefined {
  const argument = /^(?:include|template)\s+"[^"]+"\s+([$.][\w.]*)(?=\s|$|\))/.exec(code)?.[1];
  return argument === undefined ? undefined : readRefs(argument, scope)[0];
}

function wordOf(code: string): string {
  return /^[a-z]+(?![\w.])/.exec(code)?.[0] ?? '';
}

function indentOf(code: string): number | undefined {
  const width = /\bn?indent\s+(\d{1,3})\b/.exec(code)?.[1];
  return width === undefined ? undefined : Number(width);
}
