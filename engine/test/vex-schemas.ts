import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { dataFolder, schemaErrors } from './sbom-schemas.ts';

/**
 * The validator of a published JSON Schema of a VEX form: `openvex`, `csaf-2.0`, `cyclonedx-1.6`.
 *
 * out     a function that says what of a document breaks it, as sentences; none for a valid one
 */
export function vexSchemaErrors(name: string): (document: unknown) => readonly string[] {
  if (name.startsWith('cyclonedx')) return schemaErrors(name);
  const ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false });
  addFormats.default(ajv);
  ajv.addFormat('iri', /^[a-z][a-z0-9+.-]*:\S+$/i);
  for (const version of ['2.0', '3.0', '3.1']) {
    const { $schema: _, id: __, ...schema } = read(`cvss-v${version}.json`) as Record<string, unknown>;
    ajv.addSchema(schema, `https://www.first.org/cvss/cvss-v${version}.json`);
  }
  const validate = ajv.compile(read(`${name}.schema.json`));
  return (document) =>
    validate(document) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

function read(file: string): object {
  return JSON.parse(readFileSync(join(dataFolder, 'schemas', file), 'utf8')) as object;
}
