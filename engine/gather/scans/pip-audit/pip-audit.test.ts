import { testReportFormat } from '../../../test/test-report-format.ts';
import { pipAudit } from './pip-audit.ts';

testReportFormat(pipAudit, import.meta.dirname);
