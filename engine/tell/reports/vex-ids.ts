import { createHash } from 'node:crypto';
import type { VexDocument } from '../../model/vex-document.ts';

/** Hexadecimal digits that are drawn from what a document says, so that the same statements have the same id. */
export function contentIdOf(document: VexDocument, form: string): string {
  return createHash('sha256')
    .update(JSON.stringify([form, document]))
    .digest('hex');
}

/** An IRI below a namespace. */
export function iriOf({ namespace }: VexDocument, rest: string): string {
  return `${namespace}${/[/:#]$/.test(namespace) ? '' : namespace.startsWith('urn:') ? ':' : '/'}${rest}`;
}
