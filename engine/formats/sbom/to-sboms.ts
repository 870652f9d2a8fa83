import type { Distribution } from '../../model/distribution.ts';
import type { Gap, Reading } from '../../model/reading.ts';
import { distributionId, toDistribution } from '../purl/to-distribution.ts';
import type { PurlParts } from '../purl/write-purl.ts';
import { mostFlaws } from '../structure/rule.ts';
import type { SbomLimits } from './limits.ts';
import type { Sbom, SbomPackage, SbomSubject } from './sbom.ts';
import type { StatedComponent, StatedDocument } from './stated.ts';
import { toPackage } from './to-package.ts';
import { toSubject } from './to-subject.ts';

const unit = 'formats/sbom';
const mostGaps = 100;

/**
 * From a document taken apart to SBOMs whose packages can be judged.
 *
 * out     one for the document's own subject, unless it holds nothing and images in it do; one for each image that holds something
 * gaps    package-unusable, distribution-ambiguous, and the document's own flaws; the first hundred of each code, and how many more
 */
export function toSboms(document: StatedDocument, path: string, { components: most }: SbomLimits): Reading<Sbom> {
  const gaps = new GapList(path);
  for (const { code, at, line, detail } of document.flaws) gaps.add(code, { at, line, detail });
  if (document.components.length > most)
    gaps.add('sbom-incomplete', { at: '', detail: `has more than ${most} components; the others were not read` });
  const byImage = Map.groupBy(document.components.slice(0, most).entries(), ([, { image }]) => image);
  const contents = [...byImage].map(([image, entries]) => ({
    image: image === undefined ? undefined : document.components[image],
    components: [...entries].map(([, component]) => component),
  }));
  const own = contents.find(({ image }) => image === undefined) ?? { image: undefined, components: [] };
  const images = contents.filter(({ image }) => image !== undefined);
  const read = [own, ...images].map(({ image, components }) =>
    toSbom(document, image ? toSubject(image) : document.subject, components, gaps),
  );
  const [first, ...others] = read;
  const held = others.filter(({ packages, distribution }) => packages.length > 0 || distribution);
  const items = first && (first.packages.length > 0 || held.length === 0) ? [first, ...held] : held;
  return { items, gaps: gaps.list() };
}

interface Usable {
  readonly item: SbomPackage;
  readonly parts: PurlParts;
}

function toSbom(
  { format, specVersion }: StatedDocument,
  subject: SbomSubject,
  components: readonly StatedComponent[],
  gaps: GapList,
): Sbom {
  const usable: Usable[] = [];
  for (const component of components) {
    if (component.kind !== 'package') continue;
    const found = toPackage(component);
    if ('trouble' in found)
      gaps.add('package-unusable', { at: component.at, line: component.line, detail: `: ${found.trouble}` });
    else usable.push(found);
  }
  const distribution = findDistribution(components, usable, gaps);
  return { format, specVersion, subject, distribution, packages: mergeSame(usable) };
}

/** A component and a purl in another spelling may state one package; what the first leaves out, the others tell. */
function mergeSame(usable: readonly Usable[]): readonly SbomPackage[] {
  const merged = new Map<string, SbomPackage>();
  for (const { item } of usable) {
    const key = `${item.type}\n${item.name}\n${item.version}\n${item.architecture ?? ''}\n${item.module ?? ''}`;
    const known = merged.get(key);
    merged.set(key, known ? { ...item, ...known } : item);
  }
  return [...merged.values()];
}

function findDistribution(components: readonly StatedComponent[], usable: readonly Usable[], gaps: GapList): Distribution | null {
  const systems = distinct(components.filter(({ kind, name }) => kind === 'system' && name !== '').map(toSystem));
  const [system] = systems;
  if (system && systems.length === 1) return system;
  const told = systems.length > 1 ? systems : distinct(usable.flatMap(({ parts }) => toDistribution(parts) ?? []));
  const [only] = told;
  if (told.length <= 1) return only ?? null;
  const names = told.map(({ id, versionId = '', codename = '' }) => `${id} ${versionId || codename}`.trim());
  const detail = `: packages are of ${names.slice(0, 5).join(', ')}, and nothing tells which of them the system is`;
  gaps.add('distribution-ambiguous', { at: components[0]?.at ?? '', detail });
  return null;
}

function toSystem({ name, version, properties }: StatedComponent): Distribution {
  const fact = (key: string) => properties.get(`plimsoll:${key}`) ?? properties.get(`syft:distro:${key}`);
  const codename = fact('versionCodename');
  const variant = fact('variantID');
  const title = fact('prettyName');
  const like = fact('idLike');
  return {
    id: fact('id') ?? distributionId(name),
    like: like ? like.split(' ') : [],
    ...(version && { versionId: version }),
    ...(codename && { codename }),
    ...(variant && { variant }),
    ...(title && { title }),
    path: fact('path') ?? '',
  };
}

function distinct(distributions: readonly Distribution[]): readonly Distribution[] {
  return [...new Map(distributions.map((one) => [`${one.id}\n${one.versionId ?? ''}\n${one.codename ?? ''}`, one])).values()];
}

/** Gaps of one file; a document of nothing but errors does not make as many gaps. */
class GapList {
  readonly #path: string;
  readonly #gaps: Gap[] = [];
  readonly #counts = new Map<string, number>();

  constructor(path: string) {
    this.#path = path;
  }

  add(
    code: string,
    { at, line, detail }: { readonly at: string; readonly line?: number | undefined; readonly detail: string },
  ): void {
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count > mostGaps) return;
    const place = at.length > 300 ? `…${at.slice(-250)}` : at;
    const sentence = `${place === '' ? 'the document' : place}${detail.startsWith(':') ? '' : ' '}${detail}`;
    this.#gaps.push({ code, unit, path: this.#path, ...(line !== undefined && { line }), detail: sentence });
  }

  list(): readonly Gap[] {
    const more = [...this.#counts].filter(([, count]) => count > mostGaps);
    const counted = more.map(([code, count]) => ({
      code,
      unit,
      path: this.#path,
      detail: `and ${count < mostFlaws ? '' : 'at least '}${count - mostGaps} more of this kind`,
    }));
    return [...this.#gaps, ...counted];
  }
}
