import { parsePurl } from '../../../formats/purl/parse-purl.ts';
import { writePurl } from '../../../formats/purl/write-purl.ts';
import type { RestedImage, RestedPackage } from '../../../model/triage-decision.ts';
import type { FindingSubject } from './finding-subject.ts';

/**
 * What a decision rests on that speaks of some findings: the packages and their versions, the layers that bring them, and as whom and what
 * their images run.
 *
 * in      the findings of one decision
 * out     ordered by image and package, each once; images of several platforms are one
 */
export function findRestedFacts(subjects: readonly FindingSubject[]): readonly RestedImage[] {
  const byImage = [...Map.groupBy(subjects, ({ image }) => image.logicalName)].toSorted(byKey);
  return byImage.map(([image, of]) => {
    const configuration = of.find((subject) => subject.image.image.configuration)?.image.image.configuration;
    const byPackage = [...Map.groupBy(of, ({ finding }) => bare(finding.purl))].toSorted(byKey);
    return {
      image,
      ...(configuration && { user: configuration.user, entrypoint: configuration.entrypoint }),
      packages: byPackage.map(([name, findings]): RestedPackage => ({ package: name, ...factsOf(findings) })),
    };
  });
}

/**
 * What changed of that which a decision rests on, as far as one finding is concerned.
 *
 * out     sentences; none while everything is as it was
 */
export function findChangedFacts(restsOn: readonly RestedImage[], subject: FindingSubject): readonly string[] {
  const { logicalName, image } = subject.image;
  const rested = restsOn.find((one) => one.image === logicalName);
  if (!rested) return [`${logicalName} was not there when it was decided`];
  const name = bare(subject.finding.purl);
  const item = rested.packages.find((one) => one.package === name);
  if (!item) return [`${name} in ${logicalName} was not there when it was decided`];
  const { versions, layers } = factsOf([subject]);
  const { user, entrypoint } = image.configuration ?? {};
  return [
    ...changed(`the version of ${name} in ${logicalName}`, item.versions, versions),
    ...changed(`the layer that brings ${name} into ${logicalName}`, item.layers, layers, shorten),
    ...(rested.user !== undefined && user !== undefined && user !== rested.user
      ? [`the user of ${logicalName} was ${rested.user || 'root'} and is ${user || 'root'}`]
      : []),
    ...(rested.entrypoint && entrypoint && JSON.stringify(entrypoint) !== JSON.stringify(rested.entrypoint)
      ? [`the entrypoint of ${logicalName} was ${show(rested.entrypoint)} and is ${show(entrypoint)}`]
      : []),
  ];
}

function factsOf(subjects: readonly FindingSubject[]) {
  const items = subjects.flatMap(({ packages }) => packages);
  return {
    versions: distinct(items.map(({ version }) => version)),
    layers: distinct(subjects.flatMap(({ finding }) => finding.places.map(({ layer }) => layer))),
  };
}

/** What is there has to be among what was there. */
function changed(
  what: string,
  was: readonly string[] | undefined,
  is: readonly string[],
  show: (text: string) => string = (text) => text,
): readonly string[] {
  if (was === undefined || is.every((one) => was.includes(one))) return [];
  return [`${what} was ${was.map(show).join(', ') || 'unknown'} and is ${is.map(show).join(', ')}`];
}

/** A purl without version and qualifiers: what a package keeps when it is raised. */
function bare(purl: string): string {
  const parts = parsePurl(purl);
  if (!parts) return purl;
  const { type, namespace, name, subpath } = parts;
  return writePurl({ type, name, ...(namespace !== undefined && { namespace }), ...(subpath !== undefined && { subpath }) });
}

function shorten(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}

function show(words: readonly string[]): string {
  return words.join(' ') || 'none';
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
