import { testReportFormat } from '../../../test/test-report-format.ts';
import { govulncheck } from './govulncheck.ts';

testReportFormat(govulncheck, import.meta.dirname);
