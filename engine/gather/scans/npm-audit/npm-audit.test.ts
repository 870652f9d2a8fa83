import { testReportFormat } from '../../../test/test-report-format.ts';
import { npmAudit } from './npm-audit.ts';

testReportFormat(npmAudit, import.meta.dirname);
