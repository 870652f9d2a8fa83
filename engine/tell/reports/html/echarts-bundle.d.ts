/** The bundle of ECharts is one file, and loads in a twentieth of the time of its modules; it has no declarations of its own. */
declare module 'echarts/dist/echarts.esm.min' {
  export { init } from 'echarts';
}
