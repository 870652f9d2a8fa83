import { type ImageSignatures, type SignatureReport, signatureStates } from '../../model/signatures.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

/** `plimsoll verify -f json`. */
export function signaturesToJson(
  report: SignatureReport,
  subject: { readonly product: string; readonly version: string },
): string {
  return `${JSON.stringify({ schema: 'plimsoll.signatures/v1', ...subject, ...report }, null, 2)}\n`;
}

/** Who signed the images of a release, for a terminal: those that lack something first. */
export function signaturesToText({ counts, accepted, images }: SignatureReport): string {
  const figures = signatureStates.map((state) => `${counts[state]} ${state}`).join(', ');
  const total = `${accepted} of ${images.length} images have what is demanded: ${figures}.`;
  if (images.length === 0) return `${total}\n`;
  const ordered = [...images.filter((image) => !image.accepted), ...images.filter((image) => image.accepted)];
  const isOnePlatform = new Set(images.map(({ platform }) => platform)).size === 1;
  const rows = ordered.map((image) => [
    image.accepted ? 'yes' : 'no',
    image.state,
    isOnePlatform ? image.image : `${image.image} (${image.platform})`,
    reasonOf(image),
  ]);
  return `${total}\n\n${table(['accepted', 'state', 'image', 'because'], rows)}\n`;
}

function reasonOf({ because, missing, signatures, state }: ImageSignatures): string {
  const moments = state === 'verified' ? signatures.flatMap(({ signedAt }) => signedAt ?? []).toSorted() : [];
  const at = moments[0] === undefined ? [] : [`At ${moments[0]}.`];
  return printable([because, ...at, ...missing].join(' '));
}
