import type { SbomSubject } from '../sbom/sbom.ts';
import type { StatedComponent, StatedFlaw, StatedKind } from '../sbom/stated.ts';
import { toSubject } from '../sbom/to-subject.ts';

/** A package of an SPDX document, of whatever version; the image that holds it is not yet known. */
export interface SpdxNode extends Omit<StatedComponent, 'image' | 'kind'> {
  /** In small letters without marks: `container`, `operatingsystem`; empty where none is stated. */
  readonly purpose: string;
}

/** The packages of an SPDX document, and what holds what. */
export interface SpdxGraph {
  /** In the order of the document. */
  readonly nodes: readonly SpdxNode[];
  /** By id: what a package contains. */
  readonly contains: ReadonlyMap<string, readonly string[]>;
  /** Ids of what the document describes. */
  readonly described: readonly string[];
}

/** Purposes of packages that are no software by themselves. */
const parts = new Set([
  'file',
  'source',
  'archive',
  'data',
  'model',
  'documentation',
  'configuration',
  'device',
  'other',
  'specification',
]);

/**
 * The subject of an SPDX document and its components.
 *
 * in      the document's own name stands for a subject that it does not describe
 * out     where several images are in the document, what each contains is told apart; a package that two images contain is in both
 * cost    O(packages + relationships), with several images O(what each contains), up to `mostFollowed`
 */
export function toComponents(
  graph: SpdxGraph,
  documentName: string | undefined,
): {
  readonly subject: SbomSubject;
  readonly components: readonly StatedComponent[];
  readonly flaws: readonly StatedFlaw[];
} {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const subjects = graph.described.flatMap((id) => byId.get(id) ?? []);
  const main = subjects.find((node) => kindOf(node) === 'image') ?? subjects[0];
  const images = graph.nodes.filter((node) => kindOf(node) === 'image');
  const subject = main ? toSubject(main) : { name: documentName ?? '', digests: [] };
  const inner = images.filter(({ id }) => id !== main?.id);
  const toComponent = componentMaker(main);
  if (inner.length === 0) return { subject, components: graph.nodes.map(toComponent), flaws: [] };
  const { components, isWhole } = splitByImage(graph, { images: inner, byId, toComponent });
  const tooMany = {
    code: 'sbom-incomplete',
    at: '',
    detail: `states more than ${mostFollowed} packages in its images; the others were not read`,
  } as const;
  return { subject, components, flaws: isWhole ? [] : [tooMany] };
}

/** A release of 178 images holds some sixty thousand; what a document says that many images share would grow without end. */
const mostFollowed = 500_000;

interface Splitting {
  readonly images: readonly SpdxNode[];
  readonly byId: ReadonlyMap<string, SpdxNode>;
  readonly toComponent: (node: SpdxNode) => StatedComponent;
}

function splitByImage({ nodes, contains }: SpdxGraph, { images, byId, toComponent }: Splitting) {
  const isImage = new Set(images.map(({ id }) => id));
  const held = new Set<string>();
  const components: StatedComponent[] = [];
  const budget = { left: mostFollowed };
  for (const image of images) {
    const index = components.push(toComponent(image)) - 1;
    for (const id of reachedFrom(image.id, contains, budget)) {
      const node = byId.get(id);
      if (!node || isImage.has(id)) continue;
      held.add(id);
      components.push({ ...toComponent(node), image: index });
    }
  }
  const others = nodes.filter(({ id }) => !held.has(id) && !isImage.has(id)).map(toComponent);
  return { components: [...components, ...others], isWhole: budget.left >= 0 };
}

/** Follows no more relationships than are left, and counts them. */
function reachedFrom(root: string, contains: SpdxGraph['contains'], budget: { left: number }): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [root];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const next of contains.get(id) ?? []) {
      if (--budget.left < 0) return reached;
      if (reached.has(next) || next === root) continue;
      reached.add(next);
      open.push(next);
    }
  }
  return reached;
}

/** What a document is about is no package in it, unless it says which. */
function componentMaker(main: SpdxNode | undefined): (node: SpdxNode) => StatedComponent {
  return (node) => {
    const { purpose: _purpose, ...rest } = node;
    return { ...rest, kind: node === main && node.purl === undefined ? 'group' : kindOf(node) };
  };
}

function kindOf({ purpose, purl, name, version }: Pick<SpdxNode, 'purpose' | 'purl' | 'name' | 'version'>): StatedKind {
  if (purpose === 'operatingsystem') return 'system';
  if (purpose === 'container' || purl?.startsWith('pkg:oci/') || purl?.startsWith('pkg:docker/')) return 'image';
  if (purl !== undefined) return 'package';
  return parts.has(purpose) || (purpose === 'application' && version === undefined) || name === '' ? 'group' : 'package';
}
