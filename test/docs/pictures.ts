import { machineGraph } from '../../report/html/machine-graph.ts';
import { WIDE } from '../../report/html/panel.ts';
import { timelineChart } from '../../report/html/timeline-chart.ts';
import { machineMap } from '../../report/machine-map.ts';
import { outcomeOf } from '../../report/outcome.ts';
import { timelineOf } from '../../report/timeline.ts';
import { example } from '../scenarios/example.ts';
import { rehearse } from '../scenarios/recorded.ts';
import { standalone } from './standalone.ts';

/** The pictures of README and docs, by file: drawn from a rehearsal of the example that README shows. */
export async function pictures(): Promise<Readonly<Record<string, string>>> {
  const { record } = await rehearse(example('sample-alias-machine'));
  const { sentence } = outcomeOf(record);
  return {
    'docs/images/rolled-back.svg': standalone(timelineChart(timelineOf(record), WIDE, sentence)),
    'docs/images/machine.svg': standalone(machineGraph(machineMap(record), 'wide', 'The way through the machine.')),
  };
}
