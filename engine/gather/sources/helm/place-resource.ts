import type { DecidedImage, KeyPlace, Resource } from '../../../model/resource.ts';
import { bestOf, fitOf, fits } from '../match-skeleton.ts';
import { placeKeys } from '../place-keys.ts';
import { readSkeletons, type SkeletonNode } from '../skeleton.ts';
import { allCharts, type Chart, findTemplate } from './chart.ts';
import type { ChartValues } from './chart-values.ts';
import type { RenderedResource } from './rendered-chart.ts';
import { findNamed, type NamedTemplate, readTemplateLines } from './template-lines.ts';
import { createFindGiven } from './value-of-key.ts';

/** Templates are short; what is longer is generated, and holds definitions. */
const maxTemplateCharacters = 1024 * 1024;

/** Finds where a rendered resource stands in its template; undefined where no document of it can be the one. */
export type PlaceResource = (rendered: RenderedResource, decided: readonly DecidedImage[]) => KeyPlace | undefined;

/**
 * Places the resources of one chart by the text of its templates, which are cut once.
 *
 * Of the documents of a template, those whose kind, name and namespace can be the resource's are held beside it, and the best is taken.
 */
export function createPlacing(chart: Chart, values: ChartValues): PlaceResource {
  const documents = new Map<string, readonly SkeletonNode[]>();
  let named: ReadonlyMap<string, NamedTemplate> | undefined;
  const read = (owner: Chart, template: string): readonly SkeletonNode[] => {
    const text = owner.files.read(template) ?? '';
    if (text.length > maxTemplateCharacters) return [];
    named ??= findAllNamed(chart);
    return readSkeletons(readTemplateLines({ ...owner.files.placeOf(template), text, line: 1 }, named));
  };
  return ({ resource, stated }, decided) => {
    if (resource.identity.kind === 'CustomResourceDefinition') return undefined;
    const { owner, template } = findTemplate(chart, stated);
    const known = documents.get(stated) ?? read(owner.chart, template);
    documents.set(stated, known);
    const document = bestOf(
      known.filter((each) => canBe(each, resource)),
      (each) => fitOf(each, resource.value),
    );
    if (!document) return undefined;
    const file = owner.chart.files.placeOf(template);
    const begun = { ...document, ...file, line: beginningOf(document) };
    return placeKeys(begun, resource.value, { file: file.file }, createFindGiven({ values, chart: owner.path, decided }));
  };
}

function findAllNamed(chart: Chart): ReadonlyMap<string, NamedTemplate> {
  const all = allCharts(chart).flatMap(({ chart: { files, templates } }) =>
    templates.flatMap((path) => [...findNamed(files.placeOf(path), files.read(path) ?? '')]),
  );
  // Helm lets the outermost chart have the last word.
  return new Map(all.toReversed());
}

/** What the text of a document states has to be what was rendered; what it does not state may be. */
function canBe(document: SkeletonNode, { identity }: Resource): boolean {
  const metadata = document.keys.find(({ key }) => key === 'metadata')?.keys ?? [];
  const can = (nodes: readonly SkeletonNode[], key: string, text: string): boolean => {
    const stated = nodes.filter((node) => node.key === key && node.text !== '');
    return stated.length === 0 || stated.some((node) => fits(node.text, text));
  };
  return (
    (document.refs.length > 0 || document.keys.some(({ key }) => key === 'kind')) &&
    can(document.keys, 'kind', identity.kind) &&
    can(document.keys, 'apiVersion', identity.apiVersion) &&
    can(metadata, 'name', identity.name) &&
    (identity.namespace === null || can(metadata, 'namespace', identity.namespace))
  );
}

/** Where it says what it is. */
function beginningOf({ keys, file, line }: SkeletonNode): number {
  const own = keys.filter(({ key, file: at }) => at === file && (key === 'kind' || key === 'apiVersion'));
  return own.reduce((first, node) => Math.min(first, node.line), own[0]?.line ?? line);
}
