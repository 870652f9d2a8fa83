import { parseReference, type Reference } from '../../../formats/reference/reference.ts';

/** How much of an image reference a text shows by itself. */
export interface TextForm {
  readonly reference: Reference;
  /** A registry stands in it: `quay.io/…`. */
  readonly hasRegistry: boolean;
  readonly hasPath: boolean;
  /** A tag or a digest stands in it. */
  readonly isPinned: boolean;
  /** `name:8080`, which reads as a host and a port just as well. */
  readonly isPort: boolean;
}

const words = new Set([
  'auto',
  'none',
  'null',
  'nil',
  'true',
  'false',
  'yes',
  'no',
  'default',
  'latest',
  'always',
  'never',
  'image',
  'unknown',
]);
const fileName =
  /\.(?:png|svg|jpe?g|gif|ico|webp|bmp|iso|img|qcow2|vmdk|vhdx?|ya?ml|json|toml|txt|md|html?|css|js|py|sh|go|crt|pem|key|tar|t?gz|zip)$/i;
const mediaType = /^(?:image|application|text|audio|video|font|multipart)\/[a-z0-9.+*-]+$/;

/**
 * What a text shows of an image reference.
 *
 * out     undefined where it is none by its grammar; `true` and `8080` are some, so the place has to say more
 */
export function formOf(text: string): TextForm | undefined {
  const reference = parseReference(text);
  if (!reference) return undefined;
  const { tag, digest } = reference;
  const slash = text.indexOf('/');
  const first = slash < 0 ? '' : text.slice(0, slash);
  return {
    reference,
    hasRegistry: first.includes('.') || first.includes(':') || first === 'localhost',
    hasPath: slash >= 0,
    isPinned: tag !== undefined || digest !== undefined,
    isPort: digest === undefined && tag !== undefined && /^\d{2,5}$/.test(tag),
  };
}

/**
 * Why a text that stands where an image is expected is none.
 *
 * out     a sentence; undefined where nothing speaks against it
 */
export function objectionTo(text: string): string | undefined {
  if (text.includes('{{')) return 'A template that nothing here renders; images are counted where its values are set.';
  if (/\$[({A-Za-z_]/.test(text)) return 'A variable; its value is counted where it is set.';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'An address with a scheme.';
  if (/^(?:\.{0,2}\/|~)/.test(text)) return 'A path in a file system.';
  if (/[*!|]/.test(text)) return 'A pattern that images are compared with.';
  if (/^<.*>$|^%[sv]$|^\[.*\]$/.test(text)) return 'A placeholder.';
  if (words.has(text.toLowerCase())) return 'A word that stands for a choice, not the name of an image.';
  if (mediaType.test(text)) return 'A media type.';
  if (fileName.test(text)) return 'The name of a file.';
  return formOf(text) ? undefined : 'Not an image reference by its grammar.';
}
