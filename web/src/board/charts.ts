/* board/charts.ts: the parts of ECharts that the board draws with, loaded by it alone. */
import { LineChart, MapChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

echarts.use([LineChart, MapChart, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, SVGRenderer])

export type { ECharts, EChartsCoreOption } from 'echarts/core'
export const { init, registerMap } = echarts

/* A colour of the product by its name, "--deep". */
export const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
export const quiet = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches
