/**
 * The style sheet of every page. Colours are variables: light, dark by the reader's own setting, light again on paper. Verdicts have colours that the colour-blind can
 * tell apart (after Okabe and Ito), and a sign and a word beside them.
 */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--panel:#f6f8fa;--ink:#1b1f24;--muted:#57606a;--line:#d0d7de;--link:#0550ae;
--candidate:#0072b2;--stable:#6e7781;--good:#00704f;--bad:#b3400a;--unsure:#7d5600;--good-soft:#e3f5ee;--bad-soft:#fdebe1;--unsure-soft:#fdf3d8;--candidate-soft:#e1f0fa}
@media (prefers-color-scheme:dark){:root{--paper:#0d1117;--panel:#161b22;--ink:#e6edf3;--muted:#9aa4af;--line:#343b44;--link:#79b8ff;
--candidate:#56b4e9;--stable:#9aa4af;--good:#4cc9a0;--bad:#ff9466;--unsure:#e3b341;--good-soft:#0d2b22;--bad-soft:#36190c;--unsure-soft:#322708;--candidate-soft:#0d2637}}
@media print{:root{color-scheme:light;--paper:#fff;--panel:#fff;--ink:#000;--muted:#444;--line:#bbb;--link:#000;
--candidate:#0072b2;--stable:#6e7781;--good:#00704f;--bad:#b3400a;--unsure:#7d5600;--good-soft:#fff;--bad-soft:#fff;--unsure-soft:#fff;--candidate-soft:#e1f0fa}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
main,header,footer{max-width:1040px;margin:0 auto;padding:0 40px}
header{padding-top:32px}
h1{font-size:26px;line-height:1.25;margin:12px 0;font-weight:650;text-wrap:pretty}
h2{font-size:19px;margin:40px 0 12px}
h3{font-size:16px;margin:20px 0 8px}
p{margin:8px 0}
a{color:var(--link)}
code,pre,.code{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
bdi,code,pre,td,dd,h1,p{unicode-bidi:isolate}
pre{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:12px;margin:8px 0;white-space:pre-wrap}
.told{white-space:pre-line}
.badge{display:inline-block;padding:3px 14px;border-radius:999px;font-weight:650;border:1.5px solid}
.good{color:var(--good)}.bad{color:var(--bad)}.back,.unsure{color:var(--unsure)}.running{color:var(--link)}
.badge.good{background:var(--good-soft)}.badge.bad{background:var(--bad-soft)}.badge.back{background:var(--unsure-soft)}.badge.running{background:var(--candidate-soft)}
.facts{display:flex;flex-wrap:wrap;gap:4px 28px;margin:16px 0 0;padding:0;color:var(--muted);font-size:14px}
.facts div{display:flex;gap:6px}.facts dt{flex:none}.facts dt::after{content:":"}.facts dd{margin:0;color:var(--ink)}
.todo h2{margin:8px 0}
.todo{border-left:4px solid var(--bad);padding:4px 16px;margin:16px 0;background:var(--bad-soft)}
figure{margin:0}
figcaption{font-size:14px;color:var(--muted);margin-top:8px}
.chart{display:block;width:100%;height:auto}
.chart text,.graph text{font-family:inherit}
.narrow{display:none;max-width:560px}
table{border-collapse:collapse;width:100%;font-size:14px}
th{text-align:left;font-weight:600;color:var(--muted);border-bottom:1.5px solid var(--line);padding:6px 12px 6px 0;vertical-align:bottom;overflow-wrap:break-word}
td{border-bottom:1px solid var(--line);padding:6px 12px 6px 0;vertical-align:top}
td.machine{min-width:12em}
.version,td.follows{white-space:nowrap}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.time{white-space:nowrap;font-variant-numeric:tabular-nums}
ul.reasons{margin:0;padding-left:18px}
.verdict{white-space:nowrap;font-weight:600}
.graph{display:block;margin:0 auto;max-width:100%;height:auto}
.graph rect{fill:var(--panel);stroke:var(--line);stroke-width:1}
.graph text{fill:var(--ink);font-size:13px}
.graph .visits,.graph .task{font-size:11px;fill:var(--muted)}
.graph .passed-by rect{fill:none;stroke-dasharray:4 3}
.graph .passed-by text{fill:var(--muted)}
.graph .entered>rect{stroke:var(--candidate);stroke-width:1.75;fill:var(--candidate-soft)}
.graph .entered>.name{font-weight:650}
.graph .entered .inner{fill:var(--paper);stroke-width:1}
.graph .entered.succeed>rect{stroke:var(--good);fill:var(--good-soft)}
.graph .entered.back>rect{stroke:var(--unsure);fill:var(--unsure-soft)}
.graph .entered.bad>rect{stroke:var(--bad);fill:var(--bad-soft)}
.road path{fill:none;stroke:var(--line);stroke-width:1.25}
.road.taken path{stroke:var(--candidate);stroke-width:2.5}
.road.catch path{stroke-dasharray:5 4}
.road.catch.taken path{stroke:var(--bad)}
.road path.head{fill:var(--line);stroke:none}
.road.taken path.head{fill:var(--candidate);stroke:none}.road.catch.taken path.head{fill:var(--bad);stroke:none}
.graph .label{font-size:11px;fill:var(--muted);paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
details{margin:12px 0}
summary{cursor:pointer;color:var(--link)}
footer{color:var(--muted);font-size:13px;margin-top:48px;padding-bottom:40px}
@media (max-width:640px){
main,header,footer{padding-left:12px;padding-right:12px}
header{padding-top:16px}
h1{font-size:21px}
.wide{display:none}.narrow{display:block}
table.cards,table.cards tbody,table.cards tr,table.cards td{display:block;width:100%}
table.cards thead{display:none}
table.cards tr{border-bottom:1px solid var(--line);padding:8px 0}
table.cards td{border:0;padding:1px 0;text-align:left}
table.cards td[data-name]::before{content:attr(data-name) ": ";color:var(--muted);font-weight:400}
}
@media print{
body{font-size:11pt}
main,header,footer{max-width:none;padding:0}
h2{break-after:avoid}
figure,tr,.todo{break-inside:avoid}
.graph{max-height:24cm}
a{text-decoration:none}
.wide{display:block}.narrow{display:none}
}
`;
