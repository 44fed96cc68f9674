import { rehearse } from '../cli/rehearsal/rehearsal.ts';
import { readScenario } from '../cli/scenario/read.ts';
import { planDeployment } from '../workflow/plan.ts';
import { parseRequest } from '../workflow/request.ts';
const base = readScenario('examples/sample-alias-machine-fixed');
const q = (request: object) => ({ ...base, machines: base.machines.map((m) => ({ ...m, traffic: { perMinute: 0, inputs: [{}], warmUpSeconds: 0, afterSeconds: 0 } })) as never, alarms: [], events: [], request });
for (const f of [{ strategy: 'AllAtOnce', finalBakeSeconds: 0 }, { strategy: 'Canary10Percent5Minutes' }, { strategy: 'Canary10Percent5Minutes', pollSeconds: 1 }, { strategy: 'Linear1PercentEvery1Minutes' }, { strategy: 'Canary10Percent12Hours', pollSeconds: 60 }, { strategy: { type: 'linear', percentage: 10, intervalMinutes: 1008 } }]) {
  const request = { stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:SampleAliasMachine', alias: 'main', ...f };
  const t = performance.now();
  const p = planDeployment((parseRequest(request) as never as { value: never }).value) as never as { plan: { historyEvents: number; totalSeconds: number } };
  const r = await rehearse(q(request));
  console.log(JSON.stringify(f), r.record.outcome, r.record.historyEvents, p.plan.historyEvents, ((process.cpuUsage().user + process.cpuUsage().system) / 1e6).toFixed(1));
}
