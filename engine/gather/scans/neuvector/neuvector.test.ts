import { testReportFormat } from '../../../test/test-report-format.ts';
import { neuvector } from './neuvector.ts';

testReportFormat(neuvector, import.meta.dirname);
