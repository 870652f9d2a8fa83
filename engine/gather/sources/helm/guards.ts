import { readActions } from '../../../formats/go-template/read-actions.ts';
import { allCharts, type Chart, type PlacedChart } from './chart.ts';
import type { ValuePath } from './plain-values.ts';

/** What the templates of a chart ask of its values. */
export interface Guards {
  /** Values that decide whether something is rendered: in `if`, `with`, and the operators in them. */
  readonly asked: readonly ValuePath[];
  /** Last keys of whatever decides, also where it is not taken from `.Values` directly. */
  readonly keys: ReadonlySet<string>;
  /** Values that are compared with a text. */
  readonly compared: readonly { readonly path: ValuePath; readonly text: string }[];
  /** Values whose being off renders something: after `not`, or with an `else` where images are spoken of. */
  readonly negated: readonly ValuePath[];
}

/** Templates are short; what is longer is generated, and holds definitions. */
const maxTemplateCharacters = 1024 * 1024;

/** An action longer than this is no condition. */
const maxActionCharacters = 4000;

const value = String.raw`\$?\.Values((?:\.[A-Za-z_]\w*)+)`;
const comparison = new RegExp(String.raw`\b(?:eq|ne)\s+(?:\(\s*)?(?:\w+\s+)?${value}\s*\)?((?:\s+"[^"]*")+)`, 'g');
const reversed = new RegExp(String.raw`\b(?:eq|ne)\s+"([^"]*)"\s+(?:\(\s*)?(?:\w+\s+)?${value}`, 'g');
const negation = new RegExp(String.raw`\bnot\s+(?:\(\s*)?${value}`, 'g');
const mention = new RegExp(`${value}`, 'g');
const indexed = /\bindex\s+\$?\.Values((?:\.[A-Za-z_]\w*)*)((?:\s+"[^"]+")+)/g;

/** Reads what all templates of a chart and its subcharts ask, in their order. */
export function readGuards(chart: Chart): Guards {
  const guards = {
    asked: [] as ValuePath[],
    keys: new Set<string>(),
    compared: [] as { path: ValuePath; text: string }[],
    negated: [] as ValuePath[],
  };
  for (const owner of allCharts(chart))
    for (const template of owner.chart.templates) readTemplate(owner, owner.chart.files.read(template) ?? '', guards);
  return guards;
}

/** Values that one template speaks of. */
export function mentionsIn(owner: PlacedChart, text: string): readonly ValuePath[] {
  const direct = [...text.matchAll(mention)].map(([, dotted = '']) => toPath(owner, dotted));
  const byIndex = [...text.matchAll(indexed)].map(([, dotted = '', keys = '']) => [...toPath(owner, dotted), ...quoted(keys)]);
  return [...direct, ...byIndex];
}

interface OpenGuards {
  readonly asked: ValuePath[];
  readonly keys: Set<string>;
  readonly compared: { path: ValuePath; text: string }[];
  readonly negated: ValuePath[];
}

function readTemplate(owner: PlacedChart, text: string, guards: OpenGuards): void {
  if (text.length > maxTemplateCharacters) return;
  const open: (readonly ValuePath[])[] = [];
  const speaksOfImages = /image/i.test(text);
  for (const { code } of readActions(text)) {
    if (code.length > maxActionCharacters) continue;
    const [word = ''] = /^\w+/.exec(code) ?? [];
    const isGuard = word === 'if' || word === 'with' || word === 'else' || /\b(?:ternary|and|or|not)\b/.test(code);
    const asked = isGuard ? mentionsIn(owner, code) : [];
    guards.asked.push(...asked);
    if (isGuard) for (const [, key = ''] of code.matchAll(/[."](\w+)(?![\w.])/g)) guards.keys.add(key);
    if (word === 'else' && speaksOfImages) guards.negated.push(...(open.at(-1) ?? []));
    if (/^(?:if|with|range|define|block)$/.test(word)) open.push(asked);
    if (word === 'end') open.pop();
    for (const [, dotted = '', texts = ''] of code.matchAll(comparison))
      for (const literal of quoted(texts)) guards.compared.push({ path: toPath(owner, dotted), text: literal });
    for (const [, literal = '', dotted = ''] of code.matchAll(reversed))
      guards.compared.push({ path: toPath(owner, dotted), text: literal });
    for (const [, dotted = ''] of code.matchAll(negation)) guards.negated.push(toPath(owner, dotted));
  }
}

/** Globals are everybody's; all else belongs to the chart. */
function toPath(owner: PlacedChart, dotted: string): ValuePath {
  const keys = dotted.split('.').filter(Boolean);
  return keys[0] === 'global' ? keys : [...owner.path, ...keys];
}

function quoted(texts: string): readonly string[] {
  return [...texts.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
}
