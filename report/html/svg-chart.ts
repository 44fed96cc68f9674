import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkAreaComponent, MarkLineComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { html, type Markup, trusted } from './markup.ts';

echarts.use([CustomChart, LineChart, ScatterChart, GridComponent, MarkAreaComponent, MarkLineComponent, SVGRenderer]);

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/**
 * A chart as SVG, without a browser. Colours are the page's variables (`var(--candidate)`), so that it is right in light, in dark and on paper.
 * @param id what its inner references begin with: unique in the page
 * @param drawn what is drawn beside it by hand
 * @param title what it shows, in words, for whoever does not see it
 */
export function svgChart(
  option: object,
  { width, height }: ChartSize,
  id: string,
  title: string,
  drawn: Markup,
): Markup {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, ...option });
    return html`<svg class="chart" role="img" aria-label="${title}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" xmlns="http://www.w3.org/2000/svg">${drawn}${trusted(bare(chart.renderToSVGString(), id))}</svg>`;
  } finally {
    chart.dispose();
  }
}

/** The library's drawing without its frame, and without what is there for a pointer or a script. */
function bare(svg: string, id: string): string {
  return svg
    .replace(/^<svg[^>]*>\s*<rect[^>]*><\/rect>/, '')
    .replace(/<style\s*>[\s\S]*<\/style>/, '')
    .replace(/<\/svg>\s*$/, '')
    .replace(/ (?:ecmeta_\w+|class|pointer-events)="[^"]*"/g, '')
    .replace(/font-family:sans-serif;/g, '')
    .replace(/\bzr\d+-/g, `${id}-`)
    .replace(/(\d\.\d\d)\d+/g, '$1')
    .replace(/\n/g, '');
}
