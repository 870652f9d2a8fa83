import type { Field, Scope } from './field.ts';
import type { ReferencePart } from './found-reference.ts';
import { formOf, objectionTo } from './text-form.ts';

/** An image made of several neighboring texts, or of one that is an image only because of its neighbors. */
export interface Join {
  readonly text: string;
  /** In the order in which they stand in the image. */
  readonly parts: readonly { readonly role: ReferencePart['role']; readonly field: Field }[];
  /** Whether neighbors in one object say so; false where a part stands further up or is called a version only. */
  readonly isCertain: boolean;
}

/** What `joinFields` goes by. */
export interface Neighbors {
  readonly fields: readonly Field[];
  readonly scope: Scope | undefined;
  /** The object stands under a key `image`, so that its `name` and `repository` are an image's. */
  readonly isUnderImage: boolean;
  /** A container: its image is whole by definition. */
  readonly isContainer: boolean;
}

type Kind = Field['role']['kind'];
type Piece = Join['parts'][number];

const registryText = /^[A-Za-z0-9](?:[\w.-]*\w)?(?::\d+)?(?:\/[\w./-]*)?$/;
const tagText = /^\w[\w.-]{0,127}$/;
const digestText = /^(?:sha256:)?[0-9a-f]{64}$|^sha512:[0-9a-f]{128}$/;

/**
 * Joins images whose registry, repository, name, tag, version and digest stand in neighboring fields, or some levels up.
 * Keys tell which belong together (`frontend_image` with `frontend_tag`); one name with several versions gives several images.
 *
 * out     only what needs joining; an image that one text states whole is not among them
 */
export function joinFields(neighbors: Neighbors): readonly Join[] {
  const { fields, isUnderImage } = neighbors;
  if (!fields.some(({ role }) => role.kind === 'image' || role.kind === 'repository' || (isUnderImage && role.kind === 'name')))
    return [];
  const joins: Join[] = [];
  for (const qualifier of new Set(fields.map(({ role }) => role.qualifier))) {
    const base = findBase(neighbors, qualifier);
    if (base) joins.push(...complete(neighbors, qualifier, base));
  }
  return joins;
}

/** The path of the image: `image`, `repository`, or one as a folder of the other. */
function findBase({ fields, isUnderImage }: Neighbors, qualifier: string): readonly Piece[] | undefined {
  const get = (kind: Kind): Field | undefined =>
    fields.find(
      ({ role, text }) =>
        role.kind === kind && role.qualifier === qualifier && text !== '' && !objectionTo(text.replace(/\/$/, '')),
    );
  const image = get('image') ?? (isUnderImage ? get('name') : undefined);
  const repository = get('repository');
  const tag = fields.some(({ role, text }) => role.kind === 'tag' && role.qualifier === qualifier && isTag(text));
  if (
    image &&
    repository &&
    !isWhole(image.text) &&
    !image.text.startsWith(repository.text) &&
    !repository.text.endsWith(`/${image.text}`)
  )
    return [
      { role: 'registry', field: repository },
      { role: 'repository', field: image },
    ];
  if (repository && (!image || repository.text.endsWith(`/${image.text}`)))
    return isUnderImage || tag || repository.role.speaksOfImages ? [{ role: 'repository', field: repository }] : undefined;
  return image && [{ role: image.role.kind === 'image' ? 'image' : 'repository', field: image }];
}

function complete(neighbors: Neighbors, qualifier: string, base: readonly Piece[]): readonly Join[] {
  const registry = findRegistry(neighbors, qualifier, base);
  const named = registry ? [{ role: 'registry' as const, field: registry.field }, ...base] : base;
  const digest = neighbors.fields.find(
    ({ role, text }) => role.kind === 'digest' && role.qualifier === qualifier && digestText.test(text),
  );
  const hashed = digest ? [{ role: 'digest' as const, field: digest }] : [];
  const tags = formOf(textOf(base))?.isPinned ? [] : findTags(neighbors, qualifier, registry?.isInherited ?? false);
  const isNear = !registry?.isInherited;
  const variants = tags.length > 0 ? tags.map((tag) => [{ role: 'tag' as const, field: tag.field }]) : [[]];
  return variants.flatMap((variant, index) => {
    const parts = [...named, ...variant, ...hashed];
    if (parts.length < 2 && base[0]?.role === 'image') return [];
    return [{ text: textOf(parts), parts, isCertain: isNear && (tags[index]?.isCertain ?? true) }];
  });
}

function findRegistry(
  neighbors: Neighbors,
  qualifier: string,
  base: readonly Piece[],
): { field: Field; isInherited: boolean } | undefined {
  const text = textOf(base);
  if (formOf(text)?.hasRegistry) return undefined;
  const isRegistry = (field: Field, of: string): boolean =>
    field.role.kind === 'registry' &&
    (field.role.qualifier === '' || field.role.qualifier === of) &&
    registryText.test(field.text);
  const own = neighbors.fields.find((field) => isRegistry(field, qualifier));
  if (own) return { field: own, isInherited: false };
  if (neighbors.isContainer || text.includes('/')) return undefined;
  const field = findAbove(neighbors.scope, (each) => isRegistry(each, 'global'));
  return field && { field, isInherited: true };
}

function findTags(
  neighbors: Neighbors,
  qualifier: string,
  isInherited: boolean,
): readonly { field: Field; isCertain: boolean }[] {
  const { fields, isContainer } = neighbors;
  const tags = fields.filter(({ role, text }) => role.kind === 'tag' && isTag(text));
  const own = tags.filter(({ role }) => role.qualifier === qualifier);
  const variants = own.some(({ role }) => role.speaksOfImages)
    ? tags.filter(
        ({ role }) => role.speaksOfImages && role.qualifier !== qualifier && isVariant(neighbors, qualifier, role.qualifier),
      )
    : [];
  if (own.length > 0) return [...own, ...variants].map((field) => ({ field, isCertain: true }));
  const shared = tags.filter(({ role }) => role.qualifier === '');
  if (shared.length > 0) return shared.map((field) => ({ field, isCertain: true }));
  const split = fields.some(({ role }) => role.kind === 'repository' || role.kind === 'registry');
  const versions = fields.filter(
    ({ role, text }) => role.kind === 'version' && role.qualifier === qualifier && isTag(text) && /\d/.test(text),
  );
  if (versions.length > 0 && (split || !isContainer)) return versions.map((field) => ({ field, isCertain: false }));
  if (isContainer) return [];
  const above = findAbove(
    neighbors.scope,
    ({ role, text }) => role.kind === 'tag' && /^(?:global)?$/.test(role.qualifier) && isTag(text),
  );
  return above ? [{ field: above, isCertain: !isInherited }] : [];
}

/** `gpu` is a variant of the image without a qualifier, unless there is an image of that qualifier. */
function isVariant({ fields }: Neighbors, qualifier: string, other: string): boolean {
  const extends_ = qualifier === '' || other.split(' ').includes(qualifier);
  return (
    extends_ && !fields.some(({ role }) => role.qualifier === other && (role.kind === 'image' || role.kind === 'repository'))
  );
}

function findAbove(scope: Scope | undefined, wanted: (field: Field) => boolean): Field | undefined {
  for (let at = scope; at; at = at.above) {
    const field = at.fields.find(wanted);
    if (field) return field;
  }
  return undefined;
}

function textOf(parts: readonly Piece[]): string {
  let text = '';
  for (const { role, field } of parts) {
    if (role === 'tag') text += `:${field.text}`;
    else if (role === 'digest') text += `@${/^[0-9a-f]{64}$/.test(field.text) ? 'sha256:' : ''}${field.text}`;
    else text += `${text === '' ? '' : '/'}${field.text.replace(/\/+$/, '')}`;
  }
  return text;
}

function isWhole(text: string): boolean {
  const form = formOf(text);
  return form !== undefined && (form.hasRegistry || form.isPinned);
}

function isTag(text: string): boolean {
  return tagText.test(text);
}
