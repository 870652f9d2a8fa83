import { testReportFormat } from '../../../test/test-report-format.ts';
import { clair } from './clair.ts';

testReportFormat(clair, import.meta.dirname);
