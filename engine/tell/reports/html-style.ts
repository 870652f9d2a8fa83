/**
 * The style of every page: quiet, wide enough for tables, light and dark by one definition of each color.
 *
 * source  contrast of text is 4.5 or more on its ground in both, of graphics 3 or more (WCAG 2.2, 1.4.3 and 1.4.11)
 */
export const htmlStyle = `
:root{color-scheme:light dark;
--paper:light-dark(#f6f7f5,#0f161c);--card:light-dark(#ffffff,#161f27);--ink:light-dark(#16212b,#e7ecf0);--ink-2:light-dark(#4b5965,#a9b6c1);
--line:light-dark(#dde2e4,#2b3843);--accent:light-dark(#0a5a78,#7cc7e6);--wash:light-dark(#eaf1f4,#1b2a34);
--warn:light-dark(#7a4a00,#f2c46d);--warn-wash:light-dark(#fdf5e3,#2b2413);--fine:light-dark(#1f6a44,#7fd0a3);--fine-wash:light-dark(#edf6f0,#15271e);
--critical:light-dark(#9b1136,#fb7a92);--high:light-dark(#c24a0e,#f79a55);--medium:light-dark(#b07a10,#e5bd58);--low:light-dark(#3c7f9c,#79bcd9);--unknown:light-dark(#737d86,#98a4af);
--shade-4:light-dark(#c3cfd5,#3d4c58);--shade-3:light-dark(#9db3bf,#566b7a);--shade-2:light-dark(#6694aa,#6b9bb3);--more:light-dark(#c24a0e,#f79a55);--less:light-dark(#2d7d55,#6cc79a)}
:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}
*{box-sizing:border-box}html{scroll-padding-top:4rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.18em}a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-100vw}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.4rem .8rem;z-index:3}
.wrap{max-width:76rem;margin:0 auto;padding:0 1.5rem}
.top{background:var(--card);border-bottom:1px solid var(--line);position:sticky;top:0;z-index:2}
.top .wrap{display:flex;align-items:center;gap:1.25rem;min-height:3.25rem}
.brand{display:flex;align-items:center;gap:.55rem;font-weight:650;letter-spacing:.01em}.brand svg{width:1.4rem;height:1.4rem;color:var(--accent)}
.top nav{flex:1;overflow-x:auto}.top ul{display:flex;gap:1.1rem;list-style:none;margin:0;padding:.3rem 0;white-space:nowrap;font-size:.9rem}.top nav a{color:var(--ink-2);text-decoration:none}.top nav a:hover{color:var(--ink);text-decoration:underline}
button,select,input{font:inherit;color:inherit;background:var(--card);border:1px solid light-dark(#8b979f,#6a7884);border-radius:6px;padding:.3rem .6rem}
button{cursor:pointer}button:hover:not(:disabled){border-color:var(--accent);color:var(--accent)}button:disabled{opacity:.6;cursor:default}
.theme{font-size:.85rem;white-space:nowrap}
main.wrap{padding-top:2.25rem;padding-bottom:4rem}h1{font-size:2rem;line-height:1.2;margin:0;letter-spacing:-.015em;text-wrap:balance;overflow-wrap:anywhere}h2{font-size:1.35rem;margin:0 0 .35rem;letter-spacing:-.01em}h3{font-size:1.05rem;margin:1.6rem 0 .4rem}
p{margin:.5rem 0;max-width:52rem}.lead,.note,.meta{color:var(--ink-2)}.meta{margin:.35rem 0 0;font-size:.95rem}.note{font-size:.9rem}
section{margin-top:3rem}code,.id{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:.9em;overflow-wrap:anywhere}
.band{border:1px solid var(--line);border-left:4px solid var(--fine);background:var(--fine-wash);border-radius:8px;padding:.9rem 1.2rem;margin:1.5rem 0}
.band.warn{border-left-color:var(--warn);background:var(--warn-wash)}.band p{margin:.15rem 0;max-width:none}.band ul{margin:.4rem 0;padding-left:1.2rem}.band li{overflow-wrap:anywhere}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.3rem,1fr));gap:.9rem;margin:1.5rem 0 1rem;padding:0;list-style:none}
.figures li{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.8rem 1rem .9rem}
.figures .name{display:flex;align-items:center;gap:.5rem;font-size:.9rem;color:var(--ink-2)}.figures .value{font-size:2rem;line-height:1.25;font-weight:600;letter-spacing:-.02em}.figures .value a{text-decoration:none;color:inherit}.figures .value a:hover{text-decoration:underline}.figures .more{font-size:.88rem;color:var(--ink-2)}
.dot{display:inline-block;width:.7em;height:.7em;border-radius:50%;background:var(--unknown);flex:none}.dot.critical{background:var(--critical)}.dot.high{background:var(--high)}.dot.medium{background:var(--medium)}.dot.low{background:var(--low)}
.sev{display:inline-flex;align-items:center;gap:.45rem;white-space:nowrap}
.steps{list-style:none;counter-reset:step;margin:1rem 0;padding:0;display:grid;grid-template-columns:minmax(0,1fr);gap:.7rem}
.steps>li{counter-increment:step;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.8rem 1.1rem .9rem 3.4rem;position:relative}
.steps>li::before{content:counter(step);position:absolute;left:1.1rem;top:.85rem;width:1.55rem;height:1.55rem;border-radius:50%;background:var(--wash);color:var(--accent);font-weight:650;font-size:.9rem;display:grid;place-items:center}
.steps .what{font-weight:600;overflow-wrap:anywhere}.steps .sev{white-space:normal}.steps p{margin:.15rem 0;font-size:.93rem}.tag{display:inline-block;border:1px solid var(--line);border-radius:999px;padding:0 .55rem;font-size:.82rem;font-weight:500;color:var(--ink-2);white-space:nowrap}
details{margin:.4rem 0}.steps details{margin:.2rem 0 -.3rem}.steps ul{margin:.2rem 0;padding-left:1.1rem;font-size:.93rem}summary{cursor:pointer;color:var(--ink-2);font-size:.9rem}summary:hover{color:var(--accent)}
.chart{margin:1.2rem 0;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1rem 1.2rem}figcaption{font-weight:600;margin-bottom:.5rem}.chart svg{display:block;width:100%;height:auto;max-width:60rem;font-family:inherit}[data-rows]{cursor:pointer}
.table{margin:1rem 0}.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:10px}
table{border-collapse:collapse;width:100%;font-size:.9rem}caption{text-align:left;font-weight:600;padding:.7rem .9rem .4rem}
th,td{padding:.42rem .75rem;text-align:left;vertical-align:top;border-top:1px solid var(--line)}thead th{border-top:0;border-bottom:1px solid var(--line);color:var(--ink-2);font-weight:550;white-space:nowrap;vertical-align:bottom}
tbody th{font-weight:500;overflow-wrap:anywhere;min-width:11rem}tbody tr:hover{background:var(--wash)}tfoot th,tfoot td{font-weight:650;border-top:2px solid var(--line)}
.number{text-align:right}td.number a{text-decoration:none}td.number a:hover{text-decoration:underline}.none{color:var(--ink-2)}
thead button{border:0;padding:0;background:none;font-weight:550;color:inherit}thead button::after{content:"↕";opacity:.55;padding-left:.3rem;font-size:.85em}th[aria-sort=ascending] button::after{content:"↑";opacity:1}th[aria-sort=descending] button::after{content:"↓";opacity:1}
.filter,.controls{display:flex;flex-wrap:wrap;gap:.7rem 1rem;align-items:end;margin:.8rem 0;font-size:.9rem;max-width:none}.controls label{display:grid;gap:.15rem;color:var(--ink-2)}.controls input[type=search]{min-width:17rem}.controls select{max-width:15rem}
.chips{display:flex;flex-wrap:wrap;gap:.5rem;margin:.5rem 0;padding:0;list-style:none}.chips button{font-size:.86rem;border-radius:999px;overflow-wrap:anywhere;text-align:left}
.pager{display:flex;gap:.8rem;align-items:center;margin:.8rem 0;font-size:.9rem}
.dim{color:var(--ink-2)}.why td{background:var(--wash)}.why ul{margin:.2rem 0;padding-left:1.1rem}.why p{margin:.2rem 0}.open{border:0;background:none;padding:0;margin-left:-.4rem;min-width:24px;min-height:24px;color:var(--ink-2)}.open::before{content:"▸"}.open[aria-expanded=true]::before{content:"▾"}
td .ref,th .ref{overflow-wrap:anywhere}.ref.dim{display:block;font-size:.88em}th:has(.ref){min-width:15.5rem}td:has(.ref){min-width:14rem}dl.words dt{font-weight:600;margin-top:.6rem}dl.words dd{margin:0;color:var(--ink-2)}
footer{border-top:1px solid var(--line);padding:1.5rem 0 3rem;color:var(--ink-2);font-size:.9rem}
@media(max-width:44rem){.wrap{padding:0 1rem}.top .wrap{flex-wrap:wrap;gap:.4rem 1rem;padding-top:.4rem}.top nav{order:3;flex-basis:100%}h1{font-size:1.6rem}}
@media print{:root{color-scheme:light}body{background:#fff;font-size:11pt}.top{position:static}.top nav,.theme,.controls,.pager,.filter,.skip,.chips{display:none}.wrap{max-width:none;padding:0}.scroll{overflow:visible;border:0}section{margin-top:1.5rem}table{font-size:8pt}th,td{padding:.2rem .35rem}thead th{white-space:normal}tbody th,th:has(.ref),td:has(.ref){min-width:0}td:not(.number){overflow-wrap:anywhere}.chart,.steps>li,.figures li,tr{break-inside:avoid}h2,h3,caption{break-after:avoid}a{color:inherit;text-decoration:none}thead{display:table-header-group}thead button::after{content:none}}
`.trim();
