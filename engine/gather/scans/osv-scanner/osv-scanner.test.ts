import { testReportFormat } from '../../../test/test-report-format.ts';
import { osvScanner } from './osv-scanner.ts';

testReportFormat(osvScanner, import.meta.dirname);
