/** A number that a page shows and that leads nowhere. */
export interface PlainNumber {
  readonly number: string;
  /** The elements that it is in, outermost first: `section#images div.table table caption`. */
  readonly place: string;
  /** The whole text that it is in. */
  readonly text: string;
}

/** The numbers that count no rows, and need to lead nowhere: nothing but these may stand in a page without a link. */
export const kindsThatCountNothing: readonly (readonly [kind: string, is: (number: PlainNumber) => boolean])[] = [
  ['nothing, which has no rows', ({ number }) => /^0(?:\.0%)?$/.test(number)],
  ['the name of a row or column: a range, a version', ({ place }) => / t[rh]+ th$/.test(place)],
  ['what is above the rows that it counts', ({ place }) => place.endsWith(' caption')],
  ['a length of time', ({ number, text }) => text.includes(` in ${number} days`)],
  ['a bound', ({ number, text }) => text.includes(`more than ${number}`)],
  ['a probability', ({ number, text }) => text.includes(`EPSS gives ${number} %`)],
  ['how good a plan is', ({ number, text }) => text.includes(`at least ${number}`)],
  ['how far a button goes', ({ place }) => place.endsWith(' button')],
  ['what the page leaves out, and who has it', ({ number, text }) => text.startsWith(`${number} more are in`)],
];

/** What holds no text that counts: code of the page, drawings whose table stands beside them, names and texts of others. */
const apart = /^(?:a|script|style|svg|title|code|option)\b|\.(?:ref|id|dim|tag|none)\b/;
const withoutEnd = new Set(['meta', 'br', 'input']);
const pieces = /<!(?<doctype>[^>]*)>|<(?<tag>\/?[a-z][a-z0-9]*)(?<attributes>(?:"[^"]*"|[^>"])*)>|(?<text>[^<]+)/gi;
/** A number that stands alone: what is joined to a dot, a dash or a colon is a version, a date or a name. */
const alone = /(?<![\p{L}\p{N}.:/@_~+&#-])[+−]?\d[\d,]*(?:\.\d+)?%?(?![\p{L}\p{N}:/@_~-]|\.\d)/gu;

/** Every number in the text of a page that is not within a link. */
export function findPlainNumbers(page: string): readonly PlainNumber[] {
  const found: PlainNumber[] = [];
  const open: string[] = [];
  for (const { groups: { tag = '', attributes = '', text = '' } = {} } of page.matchAll(pieces)) {
    if (text !== '' && !open.some((element) => apart.test(element)))
      for (const [number] of text.matchAll(alone)) found.push({ number, place: open.join(' '), text: text.trim() });
    if (tag.startsWith('/')) open.splice(open.findLastIndex((element) => element.split(/[#.]/, 1)[0] === tag.slice(1)));
    else if (tag !== '' && !withoutEnd.has(tag) && !attributes.endsWith('/')) open.push(`${tag}${describe(attributes)}`);
  }
  return found;
}

function describe(attributes: string): string {
  const [, id] = / id="([^"]*)"/.exec(attributes) ?? [];
  const [, classes = ''] = / class="([^"]*)"/.exec(attributes) ?? [];
  return [
    id === undefined ? '' : `#${id}`,
    ...classes
      .split(' ')
      .filter(Boolean)
      .map((name) => `.${name}`),
  ].join('');
}
