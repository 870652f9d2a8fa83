import type { AffectedAnswer, AffectedPlace } from '../../../model/affected.ts';
import { plural } from '../describe.ts';
import { printable } from '../printable.ts';
import { table } from '../table.ts';

/** Sentences that are listed of each kind; the others are counted. */
const shown = 12;

/** Whether releases are affected, for a terminal. */
export function affectedToText(answer: AffectedAnswer): string {
  const { query, places, evidence } = answer;
  const parts = [
    printable(`${query}: ${verdicts[answer.answer]}${whoseDigest(places)}`),
    ...(places.length > 0 ? [placesTable(places)] : []),
    basis(answer),
  ];
  if (answer.answer !== 'yes' && evidence.near.length > 0)
    parts.push(printable(`Names that come near: ${evidence.near.slice(0, shown).join(', ')}`));
  if (evidence.open.length > 0) parts.push(listed('Open', evidence.open));
  return `${parts.join('\n\n')}\n`;
}

/** `plimsoll affected -f json`. */
export function affectedToJson(answer: AffectedAnswer): string {
  return `${JSON.stringify({ schema: 'plimsoll.affected/v1', ...answer }, undefined, 2)}\n`;
}

const verdicts: Readonly<Record<AffectedAnswer['answer'], string>> = {
  yes: 'yes',
  no: 'no',
  unknown: 'unknown: something that matters is open',
};

function whoseDigest(places: readonly AffectedPlace[]): string {
  const owners = new Set(places.flatMap(({ digestOf }) => digestOf ?? []));
  return owners.size > 0 ? `, the digest of ${[...owners].map((owner) => articled[owner]).join(' and of ')}` : '';
}

const articled = { image: 'an image', layer: 'a layer', file: 'a file' } as const;

function placesTable(places: readonly AffectedPlace[]): string {
  return places.some(({ path }) => path !== undefined) ? filesTable(places) : findingsTable(places);
}

function filesTable(places: readonly AffectedPlace[]): string {
  const rows = places.map((place) => [
    place.release,
    place.image,
    place.path ?? '–',
    place.layer?.slice(0, 19) ?? '–',
    place.purl ?? '–',
    workloadsOf(place),
    place.since,
    place.fixedInRelease ?? '–',
  ]);
  return table(['release', 'image', 'file', 'layer', 'package', 'through', 'since', 'gone in'], rows);
}

function workloadsOf({ workloads }: AffectedPlace): string {
  return workloads.map(({ kind, name }) => `${kind} ${name}`).join(', ') || '–';
}

function findingsTable(places: readonly AffectedPlace[]): string {
  const rows = places.map((place) => [
    place.release,
    place.image,
    place.purl ?? '–',
    place.severity ?? '–',
    place.suppressedBy ?? place.state ?? '–',
    place.fixedIn.join(', ') || '–',
    workloadsOf(place),
    place.since,
    place.fixedInRelease ?? '–',
  ]);
  return table(['release', 'image', 'package', 'severity', 'state', 'fixed in version', 'through', 'since', 'gone in'], rows);
}

function basis({ evidence: { releases, imagesRead, imagesTotal, layersRead, files, searched } }: AffectedAnswer): string {
  const hashed = files ? `; ${files.hashed} of ${files.total} files have a digest, in ${files.images} of the images` : '';
  const names = searched.length > 0 ? `; looked for ${searched.slice(0, shown).join(', ')}` : '';
  return printable(
    `Asked ${releases.length} ${plural(releases.length, 'release')} (${releases.join(', ')}): ${imagesRead} of ${imagesTotal} images and ${layersRead} layers were read${hashed}${names}`,
  );
}

function listed(title: string, sentences: readonly string[]): string {
  const more = sentences.length > shown ? [`  … and ${sentences.length - shown} more`] : [];
  return [`${title}:`, ...sentences.slice(0, shown).map((sentence) => `  ${printable(sentence)}`), ...more].join('\n');
}
