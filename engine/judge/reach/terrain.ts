import { findCovered, type Segment } from './address-space.ts';
import type { PodGroup } from './find-pods.ts';
import type { PeerRule, PodSelection } from './policy.ts';
import { labelsOnly, matches, type Selector } from './selector.ts';

/** Somebody that policies can tell from others. */
export type Party =
  | { readonly kind: 'pods'; readonly group: PodGroup; readonly namespaceLabels: ReadonlyMap<string, string> }
  | { readonly kind: 'segment'; readonly segment: Segment }
  /** What serves Ingresses: a pod and a namespace without labels that anybody knows. */
  | { readonly kind: 'ingress' }
  /** Pods that selectors describe and no manifest declares. */
  | ({ readonly kind: 'unseen' } & PodSelection);

/** Everybody, each with a number that is their place in the list. */
export interface Terrain {
  readonly parties: readonly Party[];
  /** Where the segments begin in the list; they stand together. */
  readonly segments: { readonly from: number; readonly all: readonly Segment[] };
}

const noLabels: ReadonlyMap<string, string> = new Map();

/** Marks whom a rule's peers cover, by number. Equal peers share their marks. */
export function createCoverage(terrain: Terrain): (peers: readonly PeerRule[]) => Uint8Array {
  const known = new Map<string, Uint8Array>();
  const ofSelection = (selection: PodSelection) => {
    const key = `${selection.namespaces.key}\n${selection.pods.key}`;
    const found = known.get(key) ?? Uint8Array.from(terrain.parties, (party) => Number(isSelected(selection, party)));
    known.set(key, found);
    return found;
  };
  return (peers) => {
    const [only] = peers;
    if (only?.kind === 'pods' && peers.length === 1) return ofSelection(only);
    const marks = new Uint8Array(terrain.parties.length);
    for (const peer of peers) {
      if (peer.kind === 'everyone') return marks.fill(1);
      if (peer.kind === 'network') markNetwork(marks, terrain, peer.network);
      else for (const [at, mark] of ofSelection(peer).entries()) if (mark === 1) marks[at] = 1;
    }
    return marks;
  };
}

function markNetwork(
  marks: Uint8Array,
  { segments: { from, all } }: Terrain,
  { block, except }: Extract<PeerRule, { readonly kind: 'network' }>['network'],
): void {
  const own = new Uint8Array(all.length).fill(1, ...findCovered(all, block));
  for (const each of except) own.fill(0, ...findCovered(all, each));
  for (const [at, mark] of own.entries()) if (mark === 1) marks[from + at] = 1;
}

/** Whether selectors select somebody. */
export function isSelected({ namespaces, pods }: PodSelection, party: Party): boolean {
  if (party.kind === 'segment') return false;
  if (party.kind === 'ingress') return matches(namespaces, noLabels) && matches(pods, noLabels);
  if (party.kind === 'pods') return matches(namespaces, party.namespaceLabels) && matches(pods, party.group.labels);
  return follows(namespaces, party.namespaces) && follows(pods, party.pods);
}

/** Whether everything of the second is said to be selected by the first: it asks for nothing more, or states the same. */
function follows(wide: Selector, narrow: Selector): boolean {
  if (wide.requirements.length === 0 || wide.key === narrow.key) return true;
  const [asked, given] = [labelsOnly(wide), labelsOnly(narrow)];
  return asked !== undefined && given !== undefined && matches(wide, given);
}
