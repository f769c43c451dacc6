/**
 * Drain, a parser of logs that learns templates as lines come: a tree of fixed depth, first by how many words a line has, then by
 * its first words, and in a leaf the group that is most like it (`drain-2017`, section III). Written from the paper, for our tests.
 */

const ANY = '<*>'

interface Group {
  template: string[]
  readonly lines: number[]
}

interface Node {
  readonly children: Map<string, Node>
  readonly groups: Group[]
}

export interface DrainOptions {
  /** Of the tree, root and leaves included. */
  readonly depth: number
  /** So alike a line and a group have to be. */
  readonly similarity: number
  readonly mostChildren: number
}

/** The values of the paper. */
const USUAL: DrainOptions = { depth: 4, similarity: 0.5, mostChildren: 100 }

/** For each line the number of its group. */
export function drain(lines: readonly string[], { depth, similarity, mostChildren } = USUAL): number[] {
  const root = newNode()
  const groups: Group[] = []
  for (const [line, text] of lines.entries()) {
    const words = text.trim().split(/\s+/)
    const leaf = leafFor(root, words, depth - 2, mostChildren)
    const group = mostAlike(leaf.groups, words, similarity)
    if (group) {
      group.template = group.template.map((word, i) => (word === words[i] ? word : ANY))
      group.lines.push(line)
    } else {
      const fresh = { template: words, lines: [line] }
      leaf.groups.push(fresh)
      groups.push(fresh)
    }
  }
  const result: number[] = []
  for (const [number, group] of groups.entries()) for (const line of group.lines) result[line] = number
  return result
}

const newNode = (): Node => ({ children: new Map(), groups: [] })

function childOf(node: Node, key: string): Node {
  const known = node.children.get(key)
  if (known) return known
  const fresh = newNode()
  node.children.set(key, fresh)
  return fresh
}

/** A word with a digit is a parameter, and so is each new one where a node is full. */
function leafFor(root: Node, words: readonly string[], levels: number, most: number): Node {
  let node = childOf(root, String(words.length))
  for (const word of words.slice(0, levels)) {
    const isKnown = node.children.has(word)
    const key = /\d/.test(word) || (!isKnown && node.children.size >= most) ? ANY : word
    node = childOf(node, key)
  }
  return node
}

/** How many words are the same, as a share of all; of equals the one with more parameters. */
function mostAlike(groups: readonly Group[], words: readonly string[], least: number): Group | undefined {
  let best: { group: Group; same: number; open: number } | undefined
  for (const group of groups) {
    const same = group.template.filter((word, i) => word === words[i]).length / words.length
    const open = group.template.filter(word => word === ANY).length
    if (!best || same > best.same || (same === best.same && open > best.open)) best = { group, same, open }
  }
  return best && best.same >= least ? best.group : undefined
}

/** The share of lines whose group has just the lines that it has in truth. */
export function groupingAccuracy(found: readonly unknown[], truth: readonly unknown[]): number {
  const membersOf = (groups: readonly unknown[]): string[] => {
    const members = new Map<unknown, number[]>()
    for (const [line, group] of groups.entries()) members.set(group, [...(members.get(group) ?? []), line])
    const keys = new Map([...members].map(([group, lines]) => [group, lines.join()]))
    return groups.map(group => keys.get(group)!)
  }
  const [own, right] = [membersOf(found), membersOf(truth)]
  return own.filter((key, i) => key === right[i]).length / own.length
}
