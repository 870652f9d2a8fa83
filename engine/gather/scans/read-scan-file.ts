import { gunzipSync } from 'node:zlib';
import { fromCycloneDxXml } from '../../formats/cyclonedx/from-cyclonedx-xml.ts';
import { type JsonFlaw, type JsonPart, splitJson } from '../../formats/json/split-json.ts';
import { isTagValue, readTagValue } from '../../formats/spdx/read-tag-value.ts';
import { decodeText } from '../../formats/text/decode-text.ts';
import { readXml } from '../../formats/xml/read-xml.ts';
import type { Gap } from '../../model/reading.ts';
import type { ScanReport } from '../../model/scan.ts';
import { emptyReport, readDocument } from './read-document.ts';

const unit = 'gather/scans';
const largestBytes = 512 * 1024 * 1024;

/**
 * The reports that a file holds: unpacks gzip, decodes, and splits documents that follow each other.
 *
 * in      its bytes; its name for messages
 * out     at least one, which says what was wrong where nothing could be read; `file#2` for a second document
 * gaps    those of the formats; report-unknown, report-cut-off (with the line where it ends; what stands before is read),
 *         report-unreadable (neither JSON, nor XML, nor SPDX's tags with values), report-too-large (over 512 MiB when unpacked)
 */
export function readScanFile(bytes: Uint8Array, file: string): readonly ScanReport[] {
  const unpacked = unpack(bytes, file);
  if (!(unpacked instanceof Uint8Array)) return [emptyReport(file, [unpacked])];
  const text = decodeText(unpacked);
  if (text === undefined)
    return [emptyReport(file, [gap('report-unreadable', file, 'the file is not text: it is neither UTF-8 nor UTF-16')])];
  if (/^\s*</.test(text)) return [readMarkup(text, file)];
  if (isTagValue(text)) return [readDocument({ path: file, json: readTagValue(text) }) ?? unknownReport(file)];
  const { values, flaw } = splitJson(text);
  const reports = readValues(values, file);
  return flaw
    ? withFlaw(reports, file, flaw)
    : reports.length > 0
      ? reports
      : [emptyReport(file, [gap('report-unknown', file, 'the file is empty')])];
}

function unpack(bytes: Uint8Array, file: string): Uint8Array | Gap {
  if (bytes.length > largestBytes)
    return gap('report-too-large', file, `the file has ${bytes.length} bytes; the limit is ${largestBytes}`);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: largestBytes });
  } catch (error) {
    const isBomb = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    if (isBomb) return gap('report-too-large', file, `it unpacks to more than ${largestBytes} bytes`);
    return gap('report-unreadable', file, `it is damaged or cut off: ${(error as Error).message}`);
  }
}

/** XML: of the forms that are read only CycloneDX has one. */
function readMarkup(text: string, file: string): ScanReport {
  const root = readXml(text);
  if ('trouble' in root) return emptyReport(file, [gap('report-unreadable', file, `the document ${root.trouble}`, root.line)]);
  const plain = fromCycloneDxXml(root);
  const report = plain && readDocument({ path: file, json: plain.value });
  return report ?? unknownReport(file);
}

/** Several documents may be one report: messages of a stream, resources of a list. Else each is one of its own. */
function readValues(values: readonly JsonPart[], file: string): readonly ScanReport[] {
  const whole = values.length > 1 ? readDocument({ path: file, json: values.map(({ value }) => value) }) : undefined;
  if (whole) return [whole];
  return values.map(({ value, line }, index) => {
    const path = index === 0 ? file : `${file}#${index + 1}`;
    const report = readDocument({ path, line, json: value });
    return report ?? unknownReport(path, line);
  });
}

function withFlaw(reports: readonly ScanReport[], file: string, { kind, line }: JsonFlaw): readonly ScanReport[] {
  const isCut = kind === 'cut-off';
  const found = isCut
    ? gap('report-cut-off', file, 'the report ends in the middle: what it says up to there was read, the rest is missing', line)
    : gap('report-unreadable', file, 'what follows is no JSON', line);
  const last = reports.at(-1);
  if (!last || !isCut) return [...reports, emptyReport(reports.length > 0 ? `${file}#${reports.length + 1}` : file, [found])];
  // What is left of a document may not be enough to recognize it.
  return [
    ...reports.slice(0, -1),
    { ...last, gaps: [...last.gaps.filter(({ code }) => code !== 'report-unknown' || last.format), found] },
  ];
}

function unknownReport(path: string, line?: number): ScanReport {
  return emptyReport(path, [gap('report-unknown', path, 'no format that Plimsoll knows is recognized in it', line)]);
}

function gap(code: string, path: string, detail: string, line?: number): Gap {
  return { code, unit, path, ...(line !== undefined && { line }), detail };
}
