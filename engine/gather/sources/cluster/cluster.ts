import { canonicalize } from '../../../formats/reference/reference.ts';
import type { RunningImage } from '../../../model/drift.ts';
import type { Gap } from '../../../model/reading.ts';
import { findFiles, findGaps, manifestFile } from '../find-files.ts';
import type { SourceFiles } from '../ports.ts';
import type { SourceUnit } from '../source.ts';
import { sourceKey } from '../source-key.ts';
import { type RunningContainer, readClusterState } from './read-state.ts';

const unit = 'gather/sources/cluster';

/**
 * What a cluster runs, to be compared with what the release says. It adds nothing to the inventory: what runs is not what ships.
 *
 * out     `running`: each image with each digest once, in the order in which it first stands in the file
 * gaps    source-missing, source-empty, folder-too-deep, file-unreadable, yaml-unreadable, reference-unreadable;
 *         cluster-empty: a file without a pod, or a workload that would make one
 */
export const cluster = Object.freeze<SourceUnit<'cluster'>>({
  id: 'cluster',
  about: {
    title: "A cluster's own state",
    source: 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_get/',
    reads: [
      '`kubectl get pods -A -o json` (or YAML) in a file: images of containers, init and ephemeral containers, with the digest that was pulled',
      'other kinds, where there are no pods: the images that they ask for',
    ],
    limits: ['nothing of it counts as shipped: it is compared with what the other sources say (`drift`)'],
  },
  async read(spec, { files }) {
    const found = findFiles(spec.at, files, manifestFile);
    const gaps: Gap[] = [...findGaps(spec.at, found, { files, unit, what: 'JSON or YAML file' })];
    const running = found.files.flatMap((file) => readFile(file, files.readText(file), gaps));
    return { resources: [], occurrences: [], charts: [], running, gaps, key: keyOf(spec.at, files) };
  },
  findKey: async ({ at }, { files }) => keyOf(at, files),
  locator: () => (sighting) => ({ file: sighting.from.file, line: sighting.from.line ?? 1 }),
});

function keyOf(at: string, files: SourceFiles): string {
  return sourceKey(['cluster 1', at], findFiles(at, files, manifestFile).files, files);
}

function readFile(file: string, text: string | undefined, gaps: Gap[]): readonly RunningImage[] {
  if (text === undefined) {
    gaps.push({ code: 'file-unreadable', unit, path: file, detail: `${file} cannot be read` });
    return [];
  }
  const { containers, workloads, fault } = readClusterState(text);
  if (fault !== undefined) gaps.push({ code: 'yaml-unreadable', unit, path: file, detail: `${file} cannot be read: ${fault}` });
  else if (workloads === 0)
    gaps.push({
      code: 'cluster-empty',
      unit,
      path: file,
      detail: `${file} holds no pods; write it with \`kubectl get pods -A -o json\``,
    });
  return group(file, text, containers, gaps);
}

function group(file: string, text: string, containers: readonly RunningContainer[], gaps: Gap[]): readonly RunningImage[] {
  const images = new Map<string, RunningImage>();
  const refused = new Set<string>();
  const lines = new Map<string, number>();
  for (const { image, digest, resource } of containers) {
    const line = lines.get(image) ?? lineOf(text, image);
    lines.set(image, line);
    const reference = canonicalize(image);
    const key = `${reference} ${digest}`;
    const known = images.get(key);
    if (known) images.set(key, { ...known, containers: known.containers + 1 });
    else if (reference !== undefined) images.set(key, { reference, digest, resource, containers: 1, file, line });
    else if (!refused.has(image)) {
      refused.add(image);
      gaps.push({ code: 'reference-unreadable', unit, path: file, line, detail: `${image.slice(0, 100)} is no image reference` });
    }
  }
  return [...images.values()];
}

/** The first line that holds an image as a whole. */
function lineOf(text: string, image: string): number {
  const quoted = text.indexOf(JSON.stringify(image));
  const end = quoted < 0 ? text.indexOf(image) : quoted;
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
