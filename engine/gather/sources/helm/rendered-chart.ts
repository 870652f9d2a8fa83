import type { JsonObject } from '../../../model/json.ts';
import type { Gap, Reading } from '../../../model/reading.ts';
import type { Resource } from '../../../model/resource.ts';
import { findDocument, firstLine } from '../find-document.ts';
import { readRenderedObjects } from '../kubernetes-objects.ts';
import { keepTexts } from '../locate-text.ts';
import type { FailedRendering, RenderedStream, SourceFiles } from '../ports.ts';
import { sourceFile } from './source-file.ts';

const unit = 'gather/sources/helm';

/** A resource with the template that Helm says it comes from. */
export interface RenderedResource {
  readonly resource: Resource;
  /** As in `# Source:`; begins with the chart's name. */
  readonly stated: string;
}

/** The resources of a rendered stream, or the gap that there is none; `source` is left empty. */
export function readRendering(
  at: string,
  result: RenderedStream | FailedRendering,
  files: SourceFiles,
): Reading<RenderedResource> {
  if (result.kind === 'failed') return { items: [], gaps: [toGap(at, result)] };
  const { items, gaps } = readRenderedObjects(result.bytes, { unit, path: at });
  const texts = keepTexts(files);
  let stated = '';
  const resources = items.map(({ identity, value, document }) => {
    stated = /^# Source: (.+?)\r?$/m.exec(document.text)?.[1] ?? stated;
    const file = sourceFile(at, stated, files);
    const documents = texts.documentsOf(file);
    const found = findDocument(documents, identity);
    // Of several documents none is guessed.
    const line = found ? firstLine(found) : documents.length > 1 ? undefined : 1;
    const place = line === undefined ? { file } : { file, line };
    return { stated, resource: { identity, value, source: '', ...place, hook: isHook(value) } };
  });
  return { items: resources, gaps };
}

function toGap(at: string, { code, detail }: FailedRendering): Gap {
  return { code, unit, path: at, detail: code === 'tool-missing' ? detail : `${at} could not be rendered: ${detail}` };
}

function isHook(value: JsonObject): boolean {
  const { annotations } = (value.metadata ?? {}) as JsonObject;
  return typeof annotations === 'object' && annotations !== null && 'helm.sh/hook' in annotations;
}
