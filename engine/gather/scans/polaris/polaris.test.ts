import { testReportFormat } from '../../../test/test-report-format.ts';
import { polaris } from './polaris.ts';

testReportFormat(polaris, import.meta.dirname);
