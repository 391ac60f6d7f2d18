"""What shows on the front pages of sites, and what only seems to: by the feature it is a sign of.

In the manner of cities' sites; none is taken from anywhere. Each row has what stands on the page,
what robots are told, and whether the feature is there: yes, no, or not to be told.
"""

# ruff: noqa: E501 - pages, a line each

from typing import NamedTuple

from responses.domain.coverage.portal import Feature, Verdict

F, YES, NO, UNTOLD = Feature, Verdict.SEEN, Verdict.NOT_SEEN, Verdict.UNTOLD


class PortalSign(NamedTuple):
    """Something on a page, or in what robots are told, and what it says of a feature."""

    feature: Feature
    source: str
    robots: str
    verdict: Verdict


SIGNS = [
    PortalSign(F.PHONES, '<meta name="viewport" content="width=1200">', "", NO),
    PortalSign(F.PHONES, '<meta name="viewport" content="width=1024, user-scalable=yes">', "", NO),
    PortalSign(F.PHONES, '<meta name="viewport" content="width=640, user-scalable=no">', "", YES),
    PortalSign(F.PHONES, '<meta name="viewport" content="initial-scale=1.0">', "", YES),
    PortalSign(F.PHONES, '<meta content="width=device-width" name="Viewport">', "", YES),
    PortalSign(
        F.PHONES, '<META NAME=viewport CONTENT="user-scalable=no, WIDTH = DEVICE-WIDTH">', "", YES
    ),
    PortalSign(
        F.PHONES,
        '<link rel="alternate" media="only screen and (max-width: 640px)" href="https://m.city.kr/">',
        "",
        YES,
    ),
    PortalSign(F.SITE_MAP, '<a href="/x"><img src=a alt="사이트맵"></a>', "", YES),
    PortalSign(F.SITE_MAP, '<a href="#" title="전체메뉴 사이트맵 열기"></a>', "", YES),
    PortalSign(F.SITE_MAP, "<button type=button>사이트맵</button>", "", YES),
    PortalSign(F.SITE_MAP, '<a href="/eng/sitemap">Site Map</a>', "", YES),
    PortalSign(
        F.SITE_MAP, "", "User-agent: *\nAllow: /\nSitemap: https://city.kr/sitemap_index.xml", YES
    ),
    PortalSign(F.SITE_MAP, "<a href=x>누리집 안내지도</a>", "", YES),
    PortalSign(F.SITE_MAP, "<a href=x>전체메뉴</a>", "", NO),
    PortalSign(
        F.SEARCH, '<form action="/research/apply"><input type="text" name="name"></form>', "", NO
    ),
    PortalSign(F.SEARCH, '<button type="button" class="btn"><span>검색</span></button>', "", YES),
    PortalSign(F.SEARCH, '<button title="검색창 열기"></button>', "", YES),
    PortalSign(F.SEARCH, '<a href="/search.do">검색</a>', "", YES),
    PortalSign(F.SEARCH, '<a href="#none"><span class=blind>통합검색 열기</span></a>', "", YES),
    PortalSign(F.SEARCH, '<input type=image alt="검색" src=a>', "", YES),
    PortalSign(F.SEARCH, '<input type=text aria-label="검색어 입력">', "", YES),
    PortalSign(F.SEARCH, "<label>검색어 <input type=text id=q></label>", "", YES),
    PortalSign(F.SEARCH, '<a href="/jobs">일자리 검색 결과 안내 공고</a>', "", NO),
    PortalSign(F.SEARCH, "<form role=search><input></form>", "", YES),
    PortalSign(F.CONTACT, "<p>문의전화 (국번없이) 120</p>", "", YES),
    PortalSign(F.CONTACT, "<p>다산콜센터 02)120</p>", "", YES),
    PortalSign(F.CONTACT, "<p>+82-2-2133-1234</p>", "", YES),
    PortalSign(F.CONTACT, "<p>Tel. (02) 731-2114</p>", "", YES),
    PortalSign(F.CONTACT, "<p>02.731.2114</p>", "", YES),
    PortalSign(F.CONTACT, "<p>전화 1588-1234</p>", "", YES),
    PortalSign(F.CONTACT, '<a href="mailto:a@city.kr">', "", YES),
    PortalSign(F.CONTACT, "<a href=x>찾아오시는 길</a>", "", YES),
    PortalSign(F.CONTACT, "<p>사업자등록번호 123-45-67890</p>", "", NO),
    PortalSign(F.CONTACT, "<p>계좌 100-123-456789</p>", "", NO),
    PortalSign(F.CONTACT, "<a href=x>Contact Us</a>", "", YES),
    PortalSign(F.CONTACT, "<footer>연락처 </footer>", "", NO),
    PortalSign(F.PRIVACY, "<a href=x>개인정보보호정책</a>", "", YES),
    PortalSign(F.PRIVACY, "<a href=x><strong>개인정보</strong>처리방침</a>", "", YES),
    PortalSign(F.PRIVACY, "<a href=x>개인정보 처리 방침</a>", "", YES),
    PortalSign(F.PRIVACY, '<a href=x><img alt="개인정보취급방침"></a>', "", YES),
    PortalSign(F.PRIVACY, "<a href=x>Datenschutz</a>", "", NO),
    PortalSign(F.PRIVACY, "<a href=x>개인정보 침해 신고</a>", "", NO),
    PortalSign(F.PRIVACY, "<a href=x>Data protection policy</a>", "", YES),
    PortalSign(F.NETWORKS, '<a href="https://t.me/hanbit">텔레그램</a>', "", YES),
    PortalSign(F.NETWORKS, '<a href="https://www.weibo.com/hanbit">Weibo</a>', "", YES),
    PortalSign(F.NETWORKS, '<a href="https://m.facebook.com/hanbit">', "", YES),
    PortalSign(F.NETWORKS, '<a href="https://www.instagram.com/hanbit/?hl=ko">', "", YES),
    PortalSign(F.NETWORKS, '<a href="https://youtu.be/abc">영상</a>', "", NO),
    PortalSign(F.NETWORKS, '<a href="https://post.naver.com/hanbit">포스트</a>', "", YES),
    PortalSign(F.NETWORKS, '<a href="http://www.youtube.com/user/hanbit">', "", YES),
    PortalSign(
        F.VALID_HTML,
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html><title>a</title>',
        "",
        UNTOLD,
    ),
    PortalSign(F.VALID_HTML, "<!-- a --><!-- b -->\n<!DOCTYPE html><title>a</title>", "", UNTOLD),
    PortalSign(
        F.VALID_HTML,
        '<!doctype html><title>a</title><div id="a"></div><template><div id="a"></div></template>',
        "",
        UNTOLD,
    ),
    PortalSign(
        F.VALID_HTML,
        '<!doctype html><title>a</title><div id="a"></div><noscript><div id="a"></div></noscript>',
        "",
        UNTOLD,
    ),
    PortalSign(F.VALID_HTML, "<!doctype html><svg><title>b</title></svg>", "", NO),
    PortalSign(F.VALID_HTML, "<!doctype html><title>a</title><p id=A><p id=a>", "", UNTOLD),
    PortalSign(
        F.VALID_HTML, "<!doctype html><title>a</title><center><font>old</font></center>", "", NO
    ),
    PortalSign(F.ENGINES, "", "User-agent: *\nDisallow: /*", NO),
    PortalSign(F.ENGINES, "", "\ufeffUser-agent: *\nDisallow: /", NO),
    PortalSign(F.ENGINES, "", "User-agent: *\nDisallow: /admin/", YES),
    PortalSign(F.ENGINES, '<meta name="robots" content="index,follow">', "", YES),
    PortalSign(F.ENGINES, '<meta name="robots" content="nonexistent">', "", YES),
    PortalSign(F.ENGINES, "<meta name=ROBOTS content=NONE>", "", NO),
    PortalSign(F.ENGINES, "", "User-agent: Yeti\nAllow: /\n\nUser-agent: *\nDisallow: /", UNTOLD),
    PortalSign(F.ENGINES, "", "User-agent: *\nDisallow: /\nAllow: /", YES),
    PortalSign(F.ENGINES, "", "User-agent: *\nDisallow: /\nAllow: /$", UNTOLD),
    PortalSign(F.ENGINES, "", "User-agent: Googlebot\nDisallow: /", UNTOLD),
    PortalSign(F.ENGINES, '<meta name="googlebot" content="noindex">', "", NO),
    PortalSign(F.ENGINES, "", "User-agent: *\nDisallow: /\nAllow: /kor/", NO),
    PortalSign(F.ENGINES, "", "User-agent: *\nDisallow: *", NO),
    PortalSign(
        F.ACCESSIBLE,
        '<html lang=ko><img src=a alt=b><noscript><img height=1 width=1 src="https://www.facebook.com/tr?id=1"></noscript>',
        "",
        YES,
    ),
    PortalSign(F.ACCESSIBLE, "<html lang=ko><img src=a role=presentation>", "", YES),
    PortalSign(F.ACCESSIBLE, "<html lang=ko><img src=a aria-hidden=true>", "", YES),
    PortalSign(F.ACCESSIBLE, '<html lang=ko><img src=a aria-label="시청">', "", YES),
    PortalSign(F.ACCESSIBLE, '<html lang=ko><img src=a title="시청">', "", NO),
    PortalSign(F.ACCESSIBLE, "<html xml:lang=ko><img src=a alt=b>", "", NO),
    PortalSign(F.ACCESSIBLE, '<html lang=""><img src=a alt=b>', "", NO),
    PortalSign(F.ACCESSIBLE, "<html lang=ko><template><img src=a></template>", "", YES),
    PortalSign(F.ACCESSIBLE, "<html lang=ko><input type=image src=a>", "", NO),
    PortalSign(
        F.PHONES,
        '<meta name="viewport" content="width=device-width,initial-scale=1,maximum-scale=1">',
        "",
        YES,
    ),
    PortalSign(
        F.PHONES,
        '<meta name="viewport" content="target-densitydpi=device-dpi, width=1280px">',
        "",
        NO,
    ),
    PortalSign(
        F.PHONES,
        '<meta name="viewport" content="height=device-height,width=device-width">',
        "",
        YES,
    ),
    PortalSign(F.PHONES, '<meta name="viewport" content="">', "", NO),
    PortalSign(F.PHONES, '<meta name="MobileOptimized" content="width">', "", NO),
    PortalSign(
        F.PHONES,
        '<link rel="stylesheet" media="screen and (max-width:768px)" href="/css/m.css">',
        "",
        YES,
    ),
    PortalSign(F.PHONES, '<link rel="stylesheet" media="print" href="/p.css">', "", NO),
    PortalSign(F.SITE_MAP, '<a href="#" onclick="openSitemap()">전체 보기</a>', "", NO),
    PortalSign(F.SITE_MAP, '<a href="/sitemap/sitemap.jsp"><img src=x></a>', "", YES),
    PortalSign(F.SITE_MAP, "<footer><a href=x><i></i><span>사이트 맵</span></a>", "", YES),
    PortalSign(F.SITE_MAP, "<a href=/a>홈페이지 지도</a>", "", YES),
    PortalSign(F.SITE_MAP, "<a href=/a>한빛시 지도</a>", "", NO),
    PortalSign(F.SITE_MAP, "", "User-agent:*\nDisallow:", NO),
    PortalSign(F.SEARCH, '<input type="search">', "", YES),
    PortalSign(F.SEARCH, '<input type=text name=kwd title="검색어를 입력하세요">', "", YES),
    PortalSign(F.SEARCH, '<button><img src=a alt="검색하기"></button>', "", YES),
    PortalSign(F.SEARCH, '<a href="/srch"><img alt="통합검색"></a>', "", YES),
    PortalSign(F.SEARCH, '<a href="/x">인기검색어 1위 축제</a>', "", NO),
    PortalSign(F.SEARCH, '<a href="/x">개인정보 열람 검색 안내</a>', "", NO),
    PortalSign(
        F.SEARCH,
        '<a class=btn-search href="#"><span class="hidden">검색 열기/닫기</span></a>',
        "",
        YES,
    ),
    PortalSign(F.SEARCH, "<a href=x>Search</a>", "", YES),
    PortalSign(F.SEARCH, "<a href=x>Research</a>", "", NO),
    PortalSign(F.SEARCH, '<form id="jobSearchForm"><input name=a></form>', "", YES),
    PortalSign(F.CONTACT, "<p>TEL 033-640-5114 FAX 033-640-5115</p>", "", YES),
    PortalSign(F.CONTACT, "<p>Copyright 1998-2024</p>", "", NO),
    PortalSign(F.CONTACT, "<p>2024.01.2345</p>", "", NO),
    PortalSign(F.CONTACT, "<p>전화번호 : 070-1234-5678</p>", "", YES),
    PortalSign(F.CONTACT, "<p>민원콜센터 ☎ 120</p>", "", YES),
    PortalSign(F.CONTACT, "<p>+49 30 9026-0</p>", "", YES),
    PortalSign(F.CONTACT, "<p>1+1 행사 2024-2025</p>", "", NO),
    PortalSign(F.CONTACT, "<p>(우)04524 서울특별시 중구 세종대로 110</p>", "", NO),
    PortalSign(F.CONTACT, "<p>대표전화 : (031)228-2114</p>", "", YES),
    PortalSign(F.CONTACT, '<a href="tel:+8212">', "", YES),
    PortalSign(F.CONTACT, "<p>ISBN 010-1234-5678-90</p>", "", NO),
    PortalSign(F.PRIVACY, '<a href="/privacy.do"><img></a>', "", YES),
    PortalSign(F.PRIVACY, '<a href="/x" title="개인정보처리방침 새창">방침</a>', "", YES),
    PortalSign(F.PRIVACY, "<button>개인정보처리방침</button>", "", YES),
    PortalSign(F.PRIVACY, "<p>개인정보처리방침</p>", "", NO),
    PortalSign(F.PRIVACY, "<a href=x>영상정보처리기기 운영방침</a>", "", NO),
    PortalSign(F.NETWORKS, '<a href="https://x.com/hanbit_city" target=_blank>', "", YES),
    PortalSign(F.NETWORKS, '<a href="https://t.me/share/url?url=x">', "", NO),
    PortalSign(F.NETWORKS, '<a href="https://weibo.com/u/123">', "", YES),
    PortalSign(
        F.NETWORKS,
        "<button onclick=\"window.open('https://www.facebook.com/hanbit')\">페이스북</button>",
        "",
        YES,
    ),
    PortalSign(F.NETWORKS, '<button onclick="shareFacebook()">페이스북 공유</button>', "", NO),
    PortalSign(F.NETWORKS, "<button>페이스북</button>", "", NO),
    PortalSign(F.NETWORKS, '<a href="https://chat.me/x">', "", NO),
    PortalSign(F.VALID_HTML, "\n\n<!DOCTYPE HTML>\n<html><head><title>a</title>", "", UNTOLD),
    PortalSign(
        F.VALID_HTML,
        '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN"><title>a</title><center>x</center>',
        "",
        UNTOLD,
    ),
    PortalSign(
        F.VALID_HTML, '<!DOCTYPE html SYSTEM "about:legacy-compat"><title>a</title>', "", UNTOLD
    ),
    PortalSign(
        F.VALID_HTML,
        "<!doctype html><title>a</title><svg><g id=a></g></svg><svg><g id=a></g></svg>",
        "",
        NO,
    ),
    PortalSign(
        F.VALID_HTML,
        '<!doctype html><title>a</title><script>var x="<p id=a><p id=a>"</script>',
        "",
        UNTOLD,
    ),
    PortalSign(
        F.VALID_HTML, "<!doctype html><title>a</title><!-- <p id=a><p id=a> -->", "", UNTOLD
    ),
    PortalSign(F.VALID_HTML, "<html><head><title>a</title>", "", NO),
    PortalSign(F.ENGINES, "", "User-agent: *\nCrawl-delay: 10\nDisallow: /search", YES),
    PortalSign(F.ENGINES, "", "user-agent: *\ndisallow: /\n", NO),
    PortalSign(F.ENGINES, "", "User-Agent : *\r\nDisallow : /\r\n", NO),
    PortalSign(F.ENGINES, "", "User-agent: *\rDisallow: /", NO),
    PortalSign(F.ENGINES, "", "User-agent: Googlebot\nUser-agent: *\nDisallow: /", NO),
    PortalSign(F.ENGINES, "", "User-agent: Baiduspider\nDisallow: /", YES),
    PortalSign(F.ENGINES, "", "User-agent: *\nAllow: /\nDisallow: /wp-admin/", YES),
    PortalSign(F.ENGINES, "", "Disallow: /", YES),
    PortalSign(F.ENGINES, "", "User-agent: bingbot\nAllow: /\nUser-agent: *\nDisallow: /", UNTOLD),
    PortalSign(F.ENGINES, '<meta name="robots" content="noarchive,nofollow">', "", YES),
    PortalSign(F.ENGINES, '<meta property="robots" content="noindex">', "", YES),
    PortalSign(F.ACCESSIBLE, '<html lang="ko-KR"><img alt="" src=a>', "", YES),
    PortalSign(F.ACCESSIBLE, "<HTML LANG=ko><IMG ALT=a>", "", YES),
    PortalSign(F.ACCESSIBLE, '<html lang=ko><img src=a role="none">', "", YES),
    PortalSign(F.ACCESSIBLE, '<html lang=ko><img src=a aria-hidden="false">', "", NO),
    PortalSign(F.ACCESSIBLE, "<html lang=ko><input type=image src=a alt=검색>", "", YES),
    PortalSign(F.ACCESSIBLE, "<html lang=ko><img src=a data-alt=x>", "", NO),
    PortalSign(F.ACCESSIBLE, "<html lang=ko><IMG SRC=a alt>", "", YES),
]
