/**
 * Lines that part the logs whoever wrote them, because of what real logs there are: no whole one is of engine 3.1 or 4.5,
 * none is of a patch, and each is of another product. They are taken out of both sides alike, each by its form. Versions,
 * dates and names are in no form to begin with.
 */
export type Kind = 'era' | 'operation' | 'product'

interface Words {
  readonly says: Kind
  readonly form: RegExp
  readonly why: string
}

const WORDS: readonly Words[] = [
  { says: 'era', form: /MSI_LUA|LUAPatching|Elevation/, why: 'user account control: Vista and later' },
  { says: 'era', form: /RESTART MANAGER/, why: 'engine 4.0 and later' },
  { says: 'era', form: /SECREPAIR/, why: 'engine 5.0 after 2014' },
  { says: 'era', form: /EEUI|EmbeddedUI/, why: 'embedded interface: engine 4.5 and later' },
  { says: 'era', form: /WIN<n>DUALFOLDERS|multi-package|Set LastUsed/, why: 'by version of the engine' },
  { says: 'era', form: /Font created|2898|2826|unexpected error/, why: 'fonts of a wizard, by version of Windows' },
  { says: 'era', form: /cached product context|security applied from OpCode/, why: 'engine 5.0' },
  { says: 'era', form: /Compatibility mode property overrides/, why: 'compatibility database: not on 2003' },
  { says: 'operation', form: /MSIHANDLE/, why: '/lx: no whole real log was asked for it' },
  { says: 'operation', form: /[Pp]atch|PATCH|an update|TRANSFORMS|[Tt]ransform|baseline/, why: 'a patch is applied' },
  { says: 'operation', form: /: <guid> - |Superseded|digital signature/, why: 'patches in their order, signed' },
  { says: 'operation', form: /delete (?:the )?file|Re-applying security/, why: 'a file is replaced' },
  { says: 'operation', form: /Verifying accessibility|Note: 2318/, why: 'files that are there' },
  {
    says: 'operation',
    form: /Verifying package|authorization level|with Impersonation|Original package|Package we/,
    why: 'where a package is taken from',
  },
  {
    says: 'operation',
    form: /maintenance|existing product|is (?:admin assigned|managed|not managed)/,
    why: 'the product is there',
  },
  { says: 'operation', form: /elevated privileges|user privileges/, why: 'the product is there' },
  { says: 'operation', form: /Note: 1402/, why: 'keys that a first installation finds absent' },
  {
    says: 'operation',
    form: /Note: 17\d\d|: Product: message|Windows Installer \w+ the product/,
    why: 'what it ends with',
  },
  { says: 'operation', form: /first-time install|Package(?: to be registered| name)/, why: 'a first installation' },
  { says: 'operation', form: /[Ss]ources?\b|SOURCEDIR|LastUsedSource/, why: 'a first installation has a source' },
  { says: 'operation', form: /: Executing op: /, why: 'which changes are made' },
  { says: 'product', form: /^text$|^data$/, why: 'what its custom actions and its rows print' },
  {
    says: 'product',
    form: /: (?:Component|Feature|File|Dir target|PROPERTY CHANGE: \w+)$|^Property$/,
    why: 'how much it is of',
  },
  {
    says: 'product',
    form: /Note: 22(?:05|28|35|62)$/,
    why: 'which tables its package lacks, and whether they are empty',
  },
  {
    says: 'product',
    form: /RemoteAPI|[Cc]ustom [Aa]ction|random cookie|Running as a service/,
    why: 'how many custom actions it has',
  },
]

export const saysOf = (form: string): Kind | undefined => WORDS.find(words => words.form.test(form))?.says
