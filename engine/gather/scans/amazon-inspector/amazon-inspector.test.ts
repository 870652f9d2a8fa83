import { testReportFormat } from '../../../test/test-report-format.ts';
import { amazonInspector } from './amazon-inspector.ts';

testReportFormat(amazonInspector, import.meta.dirname);
