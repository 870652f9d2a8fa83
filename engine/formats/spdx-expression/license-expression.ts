import parse from 'spdx-expression-parse';
import satisfies from 'spdx-satisfies';

/** One license as an expression names it. */
export interface LicenseTerm {
  readonly kind: 'term';
  /** `GPL-2.0-or-later WITH Classpath-exception-2.0`. */
  readonly text: string;
  /** The lowest version that it offers: `GPL-2.0-only WITH …`; the same as `text` where it offers one. */
  readonly lowest: string;
}

/** An SPDX license expression. */
export type LicenseExpression =
  | LicenseTerm
  | {
      readonly kind: 'and' | 'or';
      readonly left: LicenseExpression;
      readonly right: LicenseExpression;
    };

const longest = 2_000;
const mostKnown = 10_000;
const known = new Map<string, LicenseExpression | undefined>();

/**
 * A license expression of ids on the SPDX list, `LicenseRef-…` among them.
 *
 * out     undefined for any other text: `BSD`, `see LICENSE`, nothing
 * cost    a text that was asked for before is looked up
 * source  SPDX 2.3, annex D
 */
export function parseLicenseExpression(text: string): LicenseExpression | undefined {
  if (known.has(text)) return known.get(text);
  const found = text.length > longest ? undefined : read(text);
  if (known.size < mostKnown) known.set(text, found);
  return found;
}

/** The terms of an expression, in their order. */
export function licenseTerms(expression: LicenseExpression): readonly LicenseTerm[] {
  return expression.kind === 'term' ? [expression] : [...licenseTerms(expression.left), ...licenseTerms(expression.right)];
}

/**
 * Whether who may use something under the listed licenses may use it under this term: `GPL-3.0-only` under `GPL-2.0-or-later`.
 *
 * in      a term; texts of terms, as `licenseTerms` gives them
 */
export function isUnderOneOf(term: string, listed: readonly string[]): boolean {
  return listed.includes(term) || (!isOwn(term) && satisfies(term, [...listed]));
}

function read(text: string): LicenseExpression | undefined {
  try {
    return toExpression(parse(text));
  } catch {
    return undefined;
  }
}

function toExpression(info: parse.Info): LicenseExpression {
  if ('conjunction' in info) return { kind: info.conjunction, left: toExpression(info.left), right: toExpression(info.right) };
  const exception = info.exception === undefined ? '' : ` WITH ${info.exception}`;
  return {
    kind: 'term',
    text: `${info.license}${'plus' in info && info.plus ? '+' : ''}${exception}`,
    lowest: `${isOwn(info.license) ? info.license : info.license.replace(/-or-later$/, '-only')}${exception}`,
  };
}

/** Defined in a document, and in no list: whatever it is called, it is one license. */
function isOwn(license: string): boolean {
  return license.startsWith('LicenseRef-') || license.startsWith('DocumentRef-');
}
