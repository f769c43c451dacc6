import { Markup } from './markup.ts'

/** How a report looks: on a screen from 360 points on, on paper, light and dark. Knows no session. */
export const STYLE = new Markup(`
:root { color-scheme: light dark; --ink: #1d2430; --dim: #5b6675; --paper: #fff; --rule: #d9dee6; --card: #f6f8fa;
  --lost: 214, 108, 22; --good: #1a7f45 }
@media (prefers-color-scheme: dark) { :root { --ink: #e7ebf1; --dim: #9aa6b5; --paper: #14181f; --rule: #323a46; --card: #1c222b;
  --lost: 235, 130, 45; --good: #59c98a } }
* { box-sizing: border-box }
body { margin: 0; color: var(--ink); background: var(--paper); font: 16px/1.5 system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif }
main { max-width: 68rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--rule) }
h3 { font-size: 1rem; margin: 0 0 .5rem }
p { margin: .25rem 0 } .dim { color: var(--dim) } a { color: inherit }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; margin: 1.25rem 0 }
.tile { background: var(--card); border: 1px solid var(--rule); border-radius: .5rem; padding: .6rem .9rem }
.tile b { display: block; font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { padding: .3rem .5rem; border: 1px solid var(--rule); text-align: left; vertical-align: top }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; width: 1% }
tr.mean td, tr.mean th { border-top: 2px solid var(--dim); font-weight: 600 }
.l1 { background: rgba(var(--lost), .14) } .l2 { background: rgba(var(--lost), .3) }
.l3 { background: rgba(var(--lost), .46) } .l4 { background: rgba(var(--lost), .62) }
.two { margin-top: .75rem; display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1rem 2rem }
ol, ul { margin: .25rem 0; padding-left: 1.4rem } li { margin: .35rem 0; overflow-wrap: anywhere }
code { font: .875em ui-monospace, Consolas, 'DejaVu Sans Mono', monospace; overflow-wrap: anywhere }
td { overflow-wrap: anywhere } td.name { min-width: 11rem }
section { break-inside: avoid } .score { float: right; font-size: 1.25rem; font-weight: 600 }
.full { color: var(--good) }
@media (max-width: 34rem) {
  main { padding: 1rem .5rem 3rem } th, td { padding: .25rem .2rem; font-size: .8125rem } td.name { min-width: 5rem }
  .heat th.n { writing-mode: vertical-rl; transform: rotate(180deg); text-align: left; vertical-align: bottom }
}
@media print { :root { color-scheme: light } main { max-width: none } .tile, td { print-color-adjust: exact } }
`)
