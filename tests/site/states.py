"""One address of every type of page and of every state that a visitor may meet it in, in both languages."""

from urllib.parse import quote

from tests.site.rare_states import LOCKED, WITHDRAWN

TOO_LONG = quote("participação " * 40)

ADDRESSES = {
    "home": ("/pt/", "/en/"),
    "services": ("/pt/servicos/", "/en/services/"),
    "services, filtered": ("/pt/servicos/?audiences=entidades-publicas", "/en/services/?audiences=public-bodies"),
    "guides": ("/pt/guias/", "/en/guides/"),
    "news": ("/pt/noticias/", "/en/news/"),
    "news, filtered": ("/pt/noticias/?topics=inovacao", "/en/news/?topics=innovation"),
    "news, nothing left": (
        "/pt/noticias/?topics=juventude&audiences=reformados",
        "/en/news/?topics=youth&audiences=retirees",
    ),
    "news, not understood": ("/pt/noticias/?after=x", "/en/news/?after=x"),
    "events": ("/pt/eventos/", "/en/events/"),
    "past events": ("/pt/eventos/?when=past", "/en/events/?when=past"),
    "service": ("/pt/servicos/criar-um-laboratorio/", "/en/services/create-a-laboratory/"),
    "news page": (
        "/pt/noticias/labx-vence-premio-europeu-do-setor-publico/",
        "/en/news/labx-wins-european-public-sector-award/",
    ),
    "projects": ("/pt/projetos/", "/en/projects/"),
    "projects, filtered": ("/pt/projetos/?sdg=16.7&phase=planned", "/en/projects/?sdg=16.7&phase=planned"),
    "project": ("/pt/projetos/labx/", "/en/projects/labx/"),
    "project, little known": ("/pt/projetos/civic-space-scan/", "/en/projects/civic-space-scan/"),
    "laboratories": ("/pt/laboratorios/", "/en/laboratories/"),
    "laboratory": ("/pt/laboratorios/lxlem/", "/en/laboratories/lxlem/"),
    "courses": ("/pt/cursos/", "/en/courses/"),
    "course": ("/pt/cursos/design-de-servicos/", "/en/courses/service-design/"),
    "section": ("/pt/sobre/", "/en/about/"),
    "standard page": ("/pt/sobre/o-que-fazemos/", "/en/about/what-we-do/"),
    "accessibility": ("/pt/acessibilidade/", "/en/accessibility/"),
    "guide": ("/pt/guias/guia-redesenho-de-servicos-publicos/", "/en/guides/guide-redesign-of-public-services/"),
    "chapter": (
        "/pt/guias/guia-redesenho-de-servicos-publicos/cocriar/",
        "/en/guides/guide-redesign-of-public-services/co-create/",
    ),
    "whole guide": (
        "/pt/guias/guia-redesenho-de-servicos-publicos/imprimir/",
        "/en/guides/guide-redesign-of-public-services/print/",
    ),
    "search": ("/pt/pesquisa/", "/en/search/"),
    "search with results": ("/pt/pesquisa/?q=laborat%C3%B3rio", "/en/search/?q=laboratory"),
    "search without results": ("/pt/pesquisa/?q=xyzzy", "/en/search/?q=xyzzy"),
    "search for too much": (f"/pt/pesquisa/?q={TOO_LONG}", f"/en/search/?q={TOO_LONG}"),
    "vocabulary": ("/pt/temas/", "/en/topics/"),
    "topic": ("/pt/temas/inovacao/", "/en/topics/innovation/"),
    "series": ("/pt/series/oficinas/", "/en/series/workshops/"),
    "not found": ("/pt/nada/", "/en/nothing/"),
    "gone": (f"/pt/noticias/{WITHDRAWN}/", f"/en/news/{WITHDRAWN}/"),
    "shared draft that ended": ("/pt/rascunho/draft_x/", "/en/draft/draft_x/"),
    "sign in": ("/pt/_util/login/?next=/pt/", "/en/_util/login/?next=/en/"),
    "password": (f"/pt/noticias/{LOCKED}/", f"/en/news/{LOCKED}/"),
    "event": ("/pt/eventos/sessao-como-se-cria-um-laboratorio/", "/en/events/session-how-a-laboratory-is-created/"),
    "event of several days": (
        "/pt/eventos/encontro-da-rede-de-inovadores/",
        "/en/events/meeting-of-the-innovators-network/",
    ),
    "event postponed": ("/pt/eventos/oficina-prototipar-em-papel/", "/en/events/workshop-prototype-on-paper/"),
    "event cancelled": ("/pt/eventos/mentoria-em-grupo/", "/en/events/group-mentoring/"),
    "event moved online": ("/pt/eventos/sessao-direitos-humanos/", "/en/events/session-human-rights/"),
    "event, past": ("/pt/eventos/sessao-assistentes-virtuais/", "/en/events/session-virtual-assistants/"),
}
STATUS = {"not found": 404, "gone": 410, "shared draft that ended": 404, "news, not understood": 400}
