import { z } from 'zod';
import { configurationSchema } from '../../engine/pipeline/configuration/schema.ts';
import { exceptionsSchema } from '../../engine/pipeline/decisions/exceptions-schema.ts';
import { triageTableSchema } from '../../engine/pipeline/triage/read-triage-table.ts';
import { advisoryImportSchema, advisoryUpdateSchema } from './schemas/advisory-import.ts';
import { advisoryStatusSchema } from './schemas/advisory-status.ts';
import { affectedSchema } from './schemas/affected.ts';
import { exceptionsListSchema, vexListSchema } from './schemas/decisions.ts';
import { diffSchema } from './schemas/diff.ts';
import { explainSchema } from './schemas/explain.ts';
import { gateSchema } from './schemas/gate.ts';
import { hardenSchema } from './schemas/harden.ts';
import { hardenChangeSchema } from './schemas/harden-change.ts';
import { hardenDiffSchema } from './schemas/harden-diff.ts';
import { historySchema } from './schemas/history.ts';
import { imagesSchema } from './schemas/images.ts';
import { imagesDiffSchema } from './schemas/images-diff.ts';
import { licensesSchema } from './schemas/licenses.ts';
import { matchSchema } from './schemas/match.ts';
import { planSchema } from './schemas/plan.ts';
import { reachDiffSchema, reachProposalSchema, reachSchema } from './schemas/reach.ts';
import { reconcileSchema } from './schemas/reconcile.ts';
import { reportSchema } from './schemas/report.ts';
import { rightsDiffSchema, rightsSchema } from './schemas/rights.ts';
import { sbomComparisonSchema } from './schemas/sbom-comparison.ts';
import { scansSchema } from './schemas/scans.ts';
import { signaturesSchema } from './schemas/signatures.ts';
import { tableCheckSchema } from './schemas/table-check.ts';
import { tenancySchema } from './schemas/tenancy.ts';
import { triageSchema } from './schemas/triage.ts';
import { spareSchema, withoutSchema } from './schemas/without.ts';

/** Every JSON Schema of docs/reference/schemas: name → text. */
export function schemaPages(): readonly (readonly [name: string, text: string])[] {
  return [
    ['schemas/configuration.json', schemaFile(configurationSchema, 'plimsoll.yaml', 'input')],
    ['schemas/exceptions-file.json', schemaFile(exceptionsSchema, 'A file of exceptions', 'input')],
    ['schemas/exceptions.json', schemaFile(exceptionsListSchema, 'plimsoll exceptions list --format json', 'output')],
    ['schemas/vex.json', schemaFile(vexListSchema, 'plimsoll vex list --format json', 'output')],
    ['schemas/images.json', schemaFile(imagesSchema, 'plimsoll images --format json', 'output')],
    ['schemas/images-diff.json', schemaFile(imagesDiffSchema, 'plimsoll images --against FILE --format json', 'output')],
    ['schemas/match.json', schemaFile(matchSchema, 'plimsoll match --format json', 'output')],
    ['schemas/explain.json', schemaFile(explainSchema, 'plimsoll explain --format json', 'output')],
    ['schemas/report.json', schemaFile(reportSchema, 'plimsoll report --format json', 'output')],
    ['schemas/gate.json', schemaFile(gateSchema, 'plimsoll gate --format json', 'output')],
    ['schemas/licenses.json', schemaFile(licensesSchema, 'plimsoll report --format licenses-json', 'output')],
    ['schemas/sbom-comparison.json', schemaFile(sbomComparisonSchema, 'plimsoll compare-sbom --format json', 'output')],
    ['schemas/signatures.json', schemaFile(signaturesSchema, 'plimsoll verify --format json', 'output')],
    ['schemas/diff.json', schemaFile(diffSchema, 'plimsoll diff --format json', 'output')],
    ['schemas/history.json', schemaFile(historySchema, 'plimsoll history --format json', 'output')],
    ['schemas/triage.json', schemaFile(triageSchema, 'plimsoll triage --format json', 'output')],
    ['schemas/triage-table.json', schemaFile(triageTableSchema, 'a triage table', 'input')],
    ['schemas/plan.json', schemaFile(planSchema, 'plimsoll plan --format json', 'output')],
    ['schemas/spare.json', schemaFile(spareSchema, 'plimsoll without RECORD --format json', 'output')],
    ['schemas/without.json', schemaFile(withoutSchema, 'plimsoll without RECORD SUBJECT --format json', 'output')],
    ['schemas/affected.json', schemaFile(affectedSchema, 'plimsoll affected --format json', 'output')],
    ['schemas/reach.json', schemaFile(reachSchema, 'plimsoll reach --format json', 'output')],
    ['schemas/reach-proposal.json', schemaFile(reachProposalSchema, 'plimsoll reach --propose FILE --format json', 'output')],
    ['schemas/harden-diff.json', schemaFile(hardenDiffSchema, 'plimsoll harden --against SUBJECT --format json', 'output')],
    ['schemas/rights-diff.json', schemaFile(rightsDiffSchema, 'plimsoll rights --against SUBJECT --format json', 'output')],
    ['schemas/reach-diff.json', schemaFile(reachDiffSchema, 'plimsoll reach --against SUBJECT --format json', 'output')],
    ['schemas/harden.json', schemaFile(hardenSchema, 'plimsoll harden --format json', 'output')],
    ['schemas/harden-change.json', schemaFile(hardenChangeSchema, 'plimsoll harden --as FORM --format json', 'output')],
    ['schemas/table-check.json', schemaFile(tableCheckSchema, 'plimsoll check-table --format json', 'output')],
    ['schemas/reconcile.json', schemaFile(reconcileSchema, 'plimsoll reconcile --format json', 'output')],
    ['schemas/rights.json', schemaFile(rightsSchema, 'plimsoll rights --format json', 'output')],
    ['schemas/tenancy.json', schemaFile(tenancySchema, 'plimsoll tenancy --format json', 'output')],
    ['schemas/scans.json', schemaFile(scansSchema, 'plimsoll scans --format json', 'output')],
    ['schemas/advisory-import.json', schemaFile(advisoryImportSchema, 'plimsoll advisories import --format json', 'output')],
    ['schemas/advisory-update.json', schemaFile(advisoryUpdateSchema, 'plimsoll advisories update --format json', 'output')],
    ['schemas/advisory-status.json', schemaFile(advisoryStatusSchema, 'plimsoll advisories status --format json', 'output')],
  ];
}

function schemaFile(schema: z.ZodType, title: string, io: 'input' | 'output'): string {
  return `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io }) }, null, 2)}\n`;
}
