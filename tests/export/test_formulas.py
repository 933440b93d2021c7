"""Formulas as papers write them: what JupyterLab shows as mathematics is mathematics, and money stays money."""

import io
import re

import pypdf
import pytest
from bs4 import BeautifulSoup
from nbconvert import get_exporter
from nbformat.v4 import new_markdown_cell

from carsi_analysis.export.foreign.formulas import Formulas
from carsi_analysis.export.foreign.markdown import Context
from carsi_analysis.export.labels import labels_of
from tests.export.conftest import notebook_of, output_cell
from tests.judges import verapdf

PAPER = r"""# Formulas

$$\newcommand{\V}[1]{\mathbf{#1}} \def\E{\mathbb{E}} \DeclareMathOperator*{\argmax}{arg\,max}$$

With the macro $\V{y} = \V{X}\beta$ and $ \hat\theta = \argmax_\theta \E[x] $; $P(A|B)$ in words.

\begin{align}
a &= b + c \label{eq:first} \\
  &= d \tag{A}\label{eq:second}
\end{align}

By \eqref{eq:first} and \ref{eq:second}, as later in \eqref{eq:later}:

$$
\left\{ \begin{array}{l|r} \frac{1}{2} & x' \\ \hline y & z \end{array} \right. \quad
\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}
$$

- in a list

  $$
  y = 2
  + \underbrace{a + b}_{\text{if $x>0$}}
  $$

> in a quotation \\(x^2\\) and \(x_1\)

\begin{equation} z = \overline{ab} + \widehat{xyz} \xrightarrow{d} N(0, 1) \label{eq:later} \end{equation}
"""


def mathematics(*sources: str) -> list[str]:
    """Give the LaTeX of each formula that is shown as one."""
    context = Context(list(sources), labels_of("en"))
    pages = [context.html(source) for source in sources]
    assert context.unreadable == []
    return [math["alttext"] for page in pages for math in BeautifulSoup(page, "html.parser").find_all("math")]


@pytest.mark.parametrize(
    ("source", "formulas"),
    [
        (r"Let $ \theta $ be and $ x_i $ too", [r"\theta", "x_i"]),
        (r"two \\(x^2\\) and \\[y\\], one \(a\) and \[ b \]", ["x^2", "y", "a", "b"]),
        ("$x$, $n = 5$, $f(x)$ and $p < 0.05$", ["x", "n = 5", "f(x)", "p < 0.05"]),
        (r"costs $1\$ $ and $20 \%$", [r"1\$", r"20 \%"]),
        ("- $$\n  a\n  + b\n  $$\n", ["a\n+ b"]),
        ("| a | b |\n|---|---|\n| $P(A|B)$ | $\\|x\\|$ |", ["P(A|B)", r"\|x\|"]),
        (r"words \begin{cases} 1 \\ 2 \end{cases} words", [r"\begin{cases} 1 \\ 2 \end{cases}"]),
    ],
)
def test_formulas_are_found_wherever_they_stand(source, formulas):
    assert mathematics(source) == formulas


@pytest.mark.parametrize(
    "text",
    [
        "from $5 to $10", "US$5m and US$7m", "A$ 7, C$ 9", "CAPEX ($/kW) and OPEX ($/kW-yr)", "**$3** and _$4_",
        r"\$5 and \$6", "$1,000-$2,000; 5$ and 6$", "$5 million or $6", r"$5, or \$6, or $7",
        "an \\(escaped bracket\\) and \\[another\\]", "export PATH=$HOME/bin:$PATH", "set $JAVA_HOME and $PATH",
        "${HOME}/data/${USER} or $USER@$HOST",
    ],
)  # fmt: skip
def test_money_brackets_and_names_of_a_shell_stay_text(text):
    assert mathematics(text) == []


@pytest.mark.parametrize(
    "latex",
    [
        r"\begin{split} a &= b \\ c &= d \end{split}", r"\begin{eqnarray} a &=& b \\ c &=& d \end{eqnarray}",
        r"\begin{alignat}{2} a &= b & c &= d \end{alignat}", r"\begin{multline} a \\ b \end{multline}",
        r"\begin{gather} a \\[2pt] b \end{gather}", r"\sum_{\substack{i<j \\ k}} x_{ij}", r"\pmatrix{a & b \cr c & d}",
        r"\text{if $x > 0$ and y_1}", r"\mbox{words} \overset{!}{=} \stackrel{iid}{\sim}", r"\let\eps\epsilon \eps",
        r"\renewcommand{\R}{\mathbb{R}} x \in \R", r"\operatorname*{arg\,max}_x \operatorname{Var}(x)",
        r"\boldsymbol{\beta} \bm\beta \mathcal{L} \mathfrak{g} \mathbb 1", r"\color{red}{x} \boxed{y} \cancel{z}",
        r"\left[ \frac{a}{b} \,\middle|\, c \right] \bigl( x \bigr)", r"\require{cancel} \href{https://a.example}{x}",
    ],
)  # fmt: skip
def test_what_mathjax_takes_is_taken(latex):
    (found,) = mathematics(f"$$\n{latex}\n$$")
    assert found == latex


@pytest.mark.parametrize(
    ("source", "formulas"),
    [("the $i$th of $x$s, $k$-means", ["i", "x", "k"]), ("$p/q$ and $TP/(TP+FN)$", ["p/q", "TP/(TP+FN)"])],
)
def test_a_formula_beside_letters_is_no_name_of_a_shell(source, formulas):
    assert mathematics(source) == formulas


@pytest.mark.parametrize(
    ("written", "latex"),
    [
        ("H2O", "H_2 O"), ("CO3^2-", "CO_3^{2-}"), ("SO4^{2-}", "SO_4^{2-}"),
        ("2H2 + O2 -> 2H2O", "2H_2 + O_2 → 2H_2O"),
        ("Na+ + Cl- <=> NaCl v", "Na^+ + Cl^- ⇌ NaCl ↓"), ("[Cu(NH3)4]^2+", "[Cu(NH_3)_4]^{2+}"),
        ("^{14}_{6}C", "^{14}_6 C"), ("CuSO4.5H2O", "CuSO_4 · 5 H_2O"), ("CH3-CH2-OH", "CH_3-CH_2-OH"),
        ("Fe^{3+}(aq)", "Fe^{3+}(aq)"), ("A ->[\\Delta] B", "A →Δ B"),
    ],
)  # fmt: skip
def test_chemistry_reads_as_mhchem_shows_it(written, latex):
    """Numbers after letters stand low and those before them do not; charges and mass numbers stand high."""
    (math,) = BeautifulSoup(Context([], labels_of("en")).html(rf"$\ce{{{written}}}$"), "html.parser").find_all("math")
    plain = re.sub(r"[\s{}_^]", "", math.get_text()).replace("−", "-").replace("⋅", "·")
    assert sorted(plain) == sorted(re.sub(r"[\s{}_^]", "", latex))
    low = [
        re.sub(r"\s", "", part.find_all(recursive=False)[1].get_text()) for part in math.find_all(["msub", "msubsup"])
    ]
    assert low == re.findall(r"_\{?(\d+)", latex)
    high = [part.find_all(recursive=False)[-1].get_text() for part in math.find_all(["msup", "msubsup"])]
    assert [one.replace("−", "-") for one in high] == [one.strip("{}") for one in re.findall(r"\^(\{[^}]*\}|.)", latex)]


def test_a_macro_of_one_cell_is_known_in_all_others():
    sources = [r"$\newcommand{\R}{\mathbb{R}}$", r"$x \in \R$", r"$$\newcommand{\R}{\mathbf{R}}$$", r"$y \in \R$"]
    context = Context(sources, labels_of("en"))
    shown = [context.html(source) for source in sources]
    assert BeautifulSoup("".join(shown[::2]), "html.parser").get_text(strip=True) == ""
    assert "ℝ" in shown[1] and "𝐑" in shown[3]
    assert "𝐑" in context.html(r"$z \in \R$"), "what an output brings knows it too"
    assert context.unreadable == []


def test_references_lead_to_the_number_of_their_equation():
    page, _ = get_exporter("briefing-html")().from_notebook_node(notebook_of(new_markdown_cell(PAPER)))
    soup = BeautifulSoup(page, "html.parser")
    links = {link.get_text(): link["href"] for link in soup.select("main p a")}
    assert links == {"(1)": "#eq-first", "A": "#eq-second", "(2)": "#eq-later"}
    for number, address in links.items():
        assert number.strip("()") in soup.find(id=address[1:]).get_text()


def test_a_reference_of_quarto_is_one_link():
    source = "$$\ny = 1\n$$ {#eq-one}\n\nSee @eq-one."
    soup = BeautifulSoup(Context([source], labels_of("en")).html(source), "html.parser")
    assert [(link["href"], link.get_text()) for link in soup.find_all("a")] == [("#eq-one", "1")]


def test_a_reference_to_no_equation_is_told():
    context = Context([], labels_of("en"))
    assert r"\eqref{eq:none}" in context.html(r"see \eqref{eq:none}")
    assert context.unreadable == [r"\eqref{eq:none}"]


@pytest.mark.judge
def test_a_paper_is_a_valid_pdf(tmp_path):
    notebook = notebook_of(new_markdown_cell(PAPER), output_cell({"text/latex": r"$\displaystyle \V{x}^{2}$"}))
    content, _ = get_exporter("briefing-pdf")(strict=True).from_notebook_node(notebook)
    (tmp_path / "paper.pdf").write_bytes(content)
    valid, said = verapdf.judge(tmp_path / "paper.pdf")
    assert valid, said


def test_numbers_stand_in_the_margin_of_the_pdf(tmp_path):
    content, _ = get_exporter("briefing-pdf")().from_notebook_node(notebook_of(new_markdown_cell(PAPER)))
    text = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert re.search(r"\(A\)", text) and re.search(r"\(2\)", text)
    assert "\\" not in text


@pytest.mark.parametrize(
    "latex",
    [
        "\\\n\\mathbb{V}(y)",
        "\\",
        "c \\label{eq:of_y}",
        "\\begin{equation}\na = b\n\\end{equation}\n\\label{_auto1} \\tag{1}",
        "\\begin{equation}\na = b\n\\label{_auto1} \\tag{1}\n\\end{equation}",
    ],
)
def test_formulas_as_others_write_them_are_read(latex):
    formulas = Formulas()
    formulas.note(latex, True)
    formulas.settle()
    assert formulas.mathml(latex, True)
    assert "label" not in latex or formulas.link(f"\\eqref{{{'_auto1' if 'auto' in latex else 'eq:of_y'}}}")


def test_formulas_in_the_html_of_outputs_are_formulas_and_money_is_none():
    page = r"<p>\(a_1\) costs $5 to $10, $\beta$</p><table><tr><td>$x_2$</td><td>$7</td></tr></table><code>$y_1$</code>"
    html, _ = get_exporter("briefing-html")(strict=True).from_notebook_node(
        notebook_of(new_markdown_cell("# T"), output_cell({"text/html": page}))
    )
    body = BeautifulSoup(html, "html.parser").main
    assert [formula["alttext"] for formula in body.find_all("math")] == ["a_1", r"\beta", "x_2"]
    assert all(words in body.get_text() for words in ("costs $5 to $10,", "$7", "$y_1$"))
