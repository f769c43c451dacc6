import { type Grade, HINT_PRICES, PART_IDS, type Part, type PartId, UNDO_PRICE } from '../drill/grade.ts'
import { type ClassFigures, calledBy, type Shared } from './figures.ts'
import type { Graded, Ungraded } from './graded.ts'
import { Markup, markup } from './markup.ts'
import { STYLE } from './style.ts'

/** The report as pages that stand by themselves: one for the class, one for each trainee. Does not know where they go. */

export interface ClassReport {
  readonly title: string
  readonly sessions: readonly Graded[]
  readonly ungraded: readonly Ungraded[]
  readonly figures: ClassFigures
}

export const classPage = (report: ClassReport): string => page(report.title, classBody(report))

export const traineePage = (title: string, session: Graded): string =>
  page(`${calledBy(session)}: ${title}`, markup`<h1>${title}</h1>${sessionSection(session, anchor(0))}`)

/** Nothing is loaded from anywhere, and no script runs. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'"

const page = (title: string, body: Markup): string =>
  markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`.html

// --------------------------------------------------------------------------------------------------------- the class

function classBody({ title, sessions, ungraded, figures }: ClassReport): Markup {
  return markup`<h1>${title}</h1>
<p class="dim">${scenariosOf(sessions).join(', ')}</p>
${tiles(figures, sessions)}
${ungraded.length > 0 ? notGraded(ungraded) : []}
<h2>Who lost points where</h2>
${heatMap(sessions, figures)}
<h2>What they have in common</h2>
<div class="two">
<div><h3>Wrong ways, the most frequent first</h3>${listOf(figures.ways, 'Nobody went a wrong way.')}</div>
<div><h3>Lines that only look like a fault, and who cited them</h3>${listOf(figures.herrings, 'Nobody was fooled.')}</div>
</div>
${sessions.map((session, i) => sessionSection(session, anchor(i)))}`
}

const scenariosOf = (sessions: readonly Graded[]): string[] => [...new Set(sessions.map(({ scenario }) => scenario))]

const anchor = (i: number): string => `s${i + 1}`

function tiles({ sessions, handedIn, median }: ClassFigures, graded: readonly Graded[]): Markup {
  const scores = graded.map(({ score }) => score)
  const range = scores.length === 0 ? '-' : `${Math.min(...scores)} to ${Math.max(...scores)}`
  const all: readonly (readonly [string | number, string])[] = [
    [sessions, sessions === 1 ? 'session' : 'sessions'],
    [handedIn, 'handed in'],
    [median ?? '-', 'median of 100'],
    [range, 'from the lowest to the highest'],
  ]
  return markup`<div class="tiles">
${all.map(([value, what]) => markup`<div class="tile"><b>${value}</b>${what}</div>`)}
</div>`
}

const notGraded = (ungraded: readonly Ungraded[]): Markup => markup`<h2>Not graded</h2>
<ul>
${ungraded.map(({ why }) => markup`<li>${why}</li>`)}
</ul>`

/** The more is lost, the darker; the number says it as well. */
function heatMap(sessions: readonly Graded[], { parts, median }: ClassFigures): Markup {
  const many = scenariosOf(sessions).length > 1
  const none = many ? markup`<td></td>` : []
  return markup`<div class="wide"><table class="heat">
<thead><tr><th>trainee</th>${many ? markup`<th>scenario</th>` : []}${PART_IDS.map(id => markup`<th class="n">${id}</th>`)}<th class="n">score</th></tr></thead>
<tbody>
${sessions.map((session, i) => heatRow(session, anchor(i), many))}
<tr class="mean"><th>mean</th>${none}${parts.map(({ mean, of }) => heatCell(mean, of))}<td class="n">${median === null ? '' : meanOf(sessions)}</td></tr>
<tr><th class="dim">out of</th>${none}${parts.map(({ of }) => markup`<td class="n dim">${of}</td>`)}<td class="n dim">100</td></tr>
</tbody>
</table></div>`
}

const meanOf = (sessions: readonly Graded[]): number =>
  Math.round((10 * sessions.reduce((all, { score }) => all + score, 0)) / sessions.length) / 10

/** @param many sessions of several scenarios are in one table */
function heatRow(session: Graded, to: string, many: boolean): Markup {
  const cells = session.parts.map(({ points, of }) => heatCell(points, of))
  const scenario = many ? markup`<td>${session.scenario}</td>` : []
  const open = session.handedIn ? [] : markup` <span class="dim">open</span>`
  return markup`<tr><td class="name"><a href="#${to}">${calledBy(session)}</a>${open}</td>${scenario}${cells}<td class="n"><b>${session.score}</b></td></tr>`
}

const heatCell = (points: number, of: number): Markup => markup`<td class="n l${levelOf(points, of)}">${points}</td>`

/** 0 where nothing is lost, 4 where all is. */
const levelOf = (points: number, of: number): number => (of === 0 ? 0 : Math.ceil((4 * (of - points)) / of))

function listOf(shared: readonly Shared[], none: string): Markup {
  if (shared.length === 0) return markup`<p class="dim">${none}</p>`
  return markup`<ol>
${shared.map(({ what, who }) => markup`<li>${what} <span class="dim">(${who.length}: ${namesOf(who)})</span></li>`)}
</ol>`
}

const NAMED = 6

const namesOf = (who: readonly string[]): string =>
  who.length <= NAMED ? who.join(', ') : `${who.slice(0, NAMED).join(', ')} and ${who.length - NAMED} more`

// --------------------------------------------------------------------------------------------------------- a trainee

const ASKS: Readonly<Record<PartId, string>> = {
  cause: 'What was wrong',
  evidence: 'What proves it',
  looked: 'Looked before touching',
  repair: 'As it should be',
  owed: 'Left to be done',
  harm: 'Nothing harmed',
}

function sessionSection(session: Graded, id: string): Markup {
  const { score, scenario, seed, handedIn, parts } = session
  return markup`<section id="${id}">
<h2>${calledBy(session)} <span class="score">${score} of 100</span></h2>
<p class="dim">${scenario}, seed ${seed}${handedIn ? '' : '; not handed in'}${paid(session)}</p>
<div class="wide"><table>
<tbody>
${parts.map(partRow)}
</tbody>
</table></div>
${said(session)}
</section>`
}

const partRow = ({ id, points, of, why }: Part): Markup =>
  markup`<tr><td class="name">${ASKS[id]}</td><td class="n l${levelOf(points, of)}">${points} of ${of}</td><td>${why}</td></tr>`

function paid({ hints, undone }: Grade): string {
  const price = HINT_PRICES.slice(0, hints).reduce((all, one) => all + one, 0)
  return [
    ...(hints > 0 ? [`; hints ${hints}, for ${price} points`] : []),
    ...(undone > 0 ? [`; taken back ${undone}, for ${undone * UNDO_PRICE} points`] : []),
  ].join('')
}

function said({ claims, citations }: Grade): Markup {
  const claimed = claims.map(
    ({ cause, sure, right }) =>
      markup`<li>${cause}, ${sure}: ${right ? markup`<span class="full">so it is</span>` : 'not so'}</li>`,
  )
  const cited = citations.map(
    ({ place, class: meaning = 'says nothing', text }) =>
      markup`<li><code>${place}</code>: ${meaning}<br><code class="dim">${text.trim()}</code></li>`,
  )
  if (claimed.length + cited.length === 0) return markup`<p class="dim">Nothing was claimed, and nothing cited.</p>`
  return markup`<div class="two">
<div><h3>Claimed</h3>${pointsOf(claimed)}</div>
<div><h3>Cited</h3>${pointsOf(cited)}</div>
</div>`
}

const pointsOf = (points: readonly Markup[]): Markup =>
  points.length === 0 ? markup`<p class="dim">Nothing.</p>` : markup`<ul>${points}</ul>`
